import { memo } from 'react'
import { CopyIconButton } from '../../copy-button.tsx'
import { Caret } from '../caret.tsx'
import type { MarkdownNode } from '../markdown-node.ts'
import { ScrollBox } from '../scroll-box.tsx'
import { partsOf } from './code-parts.ts'
import type { CodeKind, CodeRun } from './code-run.ts'
import { useHighlighted } from './use-highlighted.ts'

/** A block of code: plain at first, and while it grows; then in colours. */
export function CodeBlock({ node: { content, attributes, isOpen } }: { readonly node: MarkdownNode }) {
  const language = attributes['language'] ?? ''
  const parts = partsOf(content)
  const highlighted = useHighlighted(content, language, isOpen)
  return (
    <div className="overflow-hidden rounded-panel border border-line bg-sunken">
      <div className="flex h-8 items-center justify-between border-b border-line pr-1 pl-3 text-tiny text-ink-faint">
        <span>{language || 'text'}</span>
        <CopyIconButton text={content} label="Copy code" size="small" />
      </div>
      <ScrollBox label={language ? `Code, ${language}` : 'Code'}>
        <pre className="w-max min-w-full px-3 pt-2.5 pb-3 text-small/[19px] wrap-normal">
          <code>
            {parts.map((part, index) => (
              <CodePart
                // biome-ignore lint/suspicious/noArrayIndexKey: code only comes at the end.
                key={index}
                code={part}
                runs={highlighted[index] ?? null}
                isOpen={isOpen && index === parts.length - 1}
              />
            ))}
          </code>
        </pre>
      </ScrollBox>
    </div>
  )
}

const looks: Readonly<Record<Exclude<CodeKind, 'plain'>, string>> = {
  keyword: 'text-(--code-keyword)',
  string: 'text-(--code-string)',
  number: 'text-(--code-number)',
  function: 'text-(--code-function)',
  comment: 'text-(--code-comment)',
}

/** A block of its own, so that the browser lays out again only the lines that change. */
const CodePart = memo(function CodePart({
  code,
  runs,
  isOpen,
}: {
  readonly code: string
  readonly runs: readonly CodeRun[] | null
  /** More of it is about to come. */
  readonly isOpen: boolean
}) {
  return (
    <span className="block">
      {runs === null
        ? // The caret would stand on a line of its own behind the end of a line, which goes when the block is complete.
          isOpen
          ? code.replace(/\n$/, '')
          : code
        : runs.map(([kind, text], index) =>
            kind === 'plain' ? (
              text
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the runs of some code are always the same.
              <span key={index} className={looks[kind]}>
                {text}
              </span>
            ),
          )}
      {isOpen && <Caret />}
    </span>
  )
})
