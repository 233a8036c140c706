import clsx from 'clsx'
import { Check } from 'lucide-react'
import { type ComponentType, memo } from 'react'
import { CodeBlock } from './code/code-block.tsx'
import { Indented, useIsDeep, useIsTight } from './indented.tsx'
import { Inline } from './inline.tsx'
import type { MarkdownNode } from './markdown-node.ts'
import { MathsBlock } from './maths/maths.tsx'
import { Table } from './table.tsx'

interface BlockProps {
  readonly node: MarkdownNode
}

export const Blocks = ({ nodes }: { readonly nodes: readonly MarkdownNode[] }) =>
  // biome-ignore lint/suspicious/noArrayIndexKey: a block keeps its place for good, since text only comes at the end.
  nodes.map((node, index) => <Block key={index} node={node} />)

/** A node that has not changed is the same object, and its elements stay as they are. */
const Block = memo(function Block({ node }: BlockProps) {
  const Shown = shapes[node.type]
  return Shown ? <Shown node={node} /> : <Blocks nodes={node.children} />
})

// The reply stands below the headings of its page.
const headings: Readonly<Record<string, 'h3' | 'h4' | 'h5' | 'h6'>> = { h1: 'h3', h2: 'h4', h3: 'h5' }

function Heading({ node }: BlockProps) {
  const Tag = headings[node.tag] ?? 'h6'
  const size = node.tag === 'h1' && 'text-(length:--text-16) leading-(--leading-16)'
  return (
    <Tag dir="auto" className={clsx('pt-1.5 font-strong text-ink-strong first:pt-0', size)}>
      <Blocks nodes={node.children} />
    </Tag>
  )
}

function Paragraph({ node }: BlockProps) {
  const text = <Blocks nodes={node.children} />
  // Without a `dir` of its own, so that what it stands in finds its direction by it.
  return useIsTight() ? text : <p className="[unicode-bidi:plaintext]">{text}</p>
}

const List = ({ node: { tag, attributes, children } }: BlockProps) => (
  <Indented
    tag={tag === 'ol' ? 'ol' : 'ul'}
    start={attributes['start']}
    isTight={!attributes['loose']}
    className={clsx(tag === 'ol' ? 'list-decimal' : 'list-disc', attributes['loose'] ? 'space-y-2.5' : 'space-y-1')}
  >
    <Blocks nodes={children} />
  </Indented>
)

const Item = ({ node }: BlockProps) => {
  const { task } = node.attributes
  const isDeep = useIsDeep()
  return (
    <li
      dir="auto"
      className={clsx('space-y-1.5 marker:text-ink-faint', !isDeep && 'ms-6', task && 'relative list-none')}
    >
      {task && <TaskMark isDone={task === 'done'} />}
      <Blocks nodes={node.children} />
    </li>
  )
}

const TaskMark = ({ isDone }: { readonly isDone: boolean }) => (
  <span
    role="img"
    aria-label={isDone ? 'Done' : 'To do'}
    className={clsx(
      'absolute top-1 -start-5.5 grid size-3.5 place-items-center rounded-inner border',
      isDone ? 'border-transparent bg-ink-muted text-panel' : 'border-line-control',
    )}
  >
    {isDone && <Check aria-hidden className="size-2.5" strokeWidth={3.5} />}
  </span>
)

const align: Readonly<Record<string, string>> = {
  'text-align:right': 'text-right',
  'text-align:center': 'text-center',
}

/** From so many characters on a column of single words would be taller than the screen. */
const longCell = 40

function Cell({ node }: BlockProps) {
  const Tag = node.tag === 'th' ? 'th' : 'td'
  const isLong = (node.children[0]?.content.length ?? 0) > longCell
  return (
    <Tag
      dir="auto"
      {...(Tag === 'th' && { scope: 'col' })}
      className={clsx(
        isLong ? 'min-w-32' : 'min-w-16',
        'border-b border-line py-1.5 pe-4 align-top last:pe-0 [tbody>:last-child>&]:border-b-0',
        Tag === 'th' && 'text-small font-medium text-ink-muted',
        align[node.attributes['style'] ?? ''] ?? 'text-start',
      )}
    >
      <Blocks nodes={node.children} />
    </Tag>
  )
}

const shapes: Readonly<Record<string, ComponentType<BlockProps>>> = {
  inline: Inline,
  paragraph: Paragraph,
  heading: Heading,
  maths_block: MathsBlock,
  bullet_list: List,
  ordered_list: List,
  list_item: Item,
  blockquote: ({ node }) => (
    <Indented tag="blockquote" className="space-y-2.5 border-line-strong text-ink-muted">
      <Blocks nodes={node.children} />
    </Indented>
  ),
  table: ({ node }) => (
    <Table parts={node.children}>
      <Blocks nodes={node.children} />
    </Table>
  ),
  thead: ({ node }) => (
    <thead>
      <Blocks nodes={node.children} />
    </thead>
  ),
  tbody: ({ node }) => (
    <tbody>
      <Blocks nodes={node.children} />
    </tbody>
  ),
  tr: ({ node }) => (
    <tr>
      <Blocks nodes={node.children} />
    </tr>
  ),
  th: Cell,
  td: Cell,
  hr: () => <hr className="my-4 border-line" />,
  fence: CodeBlock,
  code_block: CodeBlock,
}
