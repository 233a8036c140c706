import { Image } from 'lucide-react'
import { Fragment, memo, type ReactNode, use, useMemo } from 'react'
import { Caret } from './caret.tsx'
import type { MarkdownNode } from './markdown-node.ts'
import { Maths } from './maths/maths.tsx'
import { parseInline, type References } from './parser.ts'
import { ReferencesContext } from './references-context.ts'
import { safeHrefOrNull } from './safe-href.ts'

const noReferences: References = {}

/** The text of one block. It is parsed again only when it has changed, or when labels have that it may name. */
export const Inline = memo(function Inline({ node }: { readonly node: MarkdownNode }) {
  const all = use(ReferencesContext)
  const references = node.content.includes('[') ? all : noReferences
  const shown = useMemo(() => parseInline(node.content, references).map(elementOf), [node.content, references])
  return (
    <>
      {shown}
      {node.isOpen && <Caret />}
    </>
  )
})

type Draw = (node: MarkdownNode) => ReactNode

const draw: Readonly<Record<string, Draw>> = {
  text: ({ content }) => content,
  strong: ({ children }) => <strong className="font-strong text-ink-strong">{children.map(elementOf)}</strong>,
  em: ({ children }) => <em>{children.map(elementOf)}</em>,
  s: ({ children }) => <s className="text-ink-muted">{children.map(elementOf)}</s>,
  code_inline: ({ content }) => (
    <code className="rounded-[3px] bg-sunken box-decoration-clone px-1 py-px text-[0.9em] inset-ring inset-ring-line">
      {content}
    </code>
  ),
  maths_inline: ({ content, attributes }) => <Maths tex={content} isDisplay={attributes['display'] === 'true'} />,
  softbreak: () => <br />,
  hardbreak: () => <br />,
  link: (node) => <Link address={node.attributes['href'] ?? ''}>{node.children.map(elementOf)}</Link>,
  image: (node) => <ImageLink address={node.attributes['src'] ?? ''} description={plainText(node)} />,
}

/** What has no drawing of its own is shown as its text. */
const elementOf = (node: MarkdownNode, index: number) => (
  <Fragment key={index}>{(draw[node.type] ?? plainText)(node)}</Fragment>
)

const plainText = ({ content, children }: MarkdownNode): string =>
  children.length > 0 ? children.map(plainText).join('') : content

/** An address that may not be followed leaves its text behind. */
function Link({ address, children }: { readonly address: string; readonly children: ReactNode }) {
  const href = safeHrefOrNull(address)
  if (href === null) return children
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className="text-accent-text underline decoration-line-strong underline-offset-3 hover:decoration-current"
    >
      {children}
    </a>
  )
}

/** Loading an image would tell its server who reads what, so that is left to the reader. */
function ImageLink({ address, description }: { readonly address: string; readonly description: string }) {
  const href = safeHrefOrNull(address)
  if (href === null || href.startsWith('mailto:')) return description
  return (
    <>
      <Link address={href}>
        <Image aria-hidden className="mr-1 inline size-3.5 align-[-2px]" />
        Show image from {new URL(href).host}
      </Link>
      {description !== '' && <span className="text-ink-muted"> {description}</span>}
    </>
  )
}
