import type { Token } from 'markdown-it'

/** One element of a text in Markdown. Text within a block stays Markdown, in an `inline` node, until it is shown. */
export interface MarkdownNode {
  /** What markdown-it calls it, without `_open`. */
  readonly type: string
  /** The element it stands for, as in HTML: `h2`, `td`. */
  readonly tag: string
  readonly content: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly MarkdownNode[]
  /** More is expected right here. */
  readonly isOpen: boolean
}

interface Building {
  readonly node: MarkdownNode
  readonly children: MarkdownNode[]
}

/** markdown-it tells a tree as a row of opening and closing tokens. */
export function treeOf(tokens: readonly Token[]): MarkdownNode[] {
  const top: MarkdownNode[] = []
  const path: Building[] = []
  for (const token of tokens) {
    const siblings = path.at(-1)?.children ?? top
    if (token.nesting === 1) {
      const children: MarkdownNode[] = []
      path.push({ node: nodeOf(token, children), children })
    } else if (token.nesting === 0) {
      siblings.push(nodeOf(token, treeOf(token.children ?? [])))
    } else {
      const done = path.pop()
      if (done) (path.at(-1)?.children ?? top).push(completed(done.node))
    }
  }
  return top
}

function nodeOf(token: Token, children: readonly MarkdownNode[]): MarkdownNode {
  const attributes = Object.fromEntries((token.attrs ?? []).map(([name, value]) => [name, String(value)]))
  // A paragraph of a tight list is there, but hidden.
  if (token.hidden) attributes['tight'] = 'true'
  if (token.type === 'fence') attributes['language'] = /^[\w+#.-]{1,32}/.exec(token.info.trim())?.[0] ?? ''
  return {
    type: token.type.replace(/_open$/, ''),
    tag: token.tag,
    content: token.type === 'fence' || token.type === 'code_block' ? token.content.replace(/\n$/, '') : token.content,
    attributes,
    children,
    isOpen: false,
  }
}

function completed(node: MarkdownNode): MarkdownNode {
  if (node.type === 'list_item') return withTask(node)
  const isLoose = isList(node) && node.children.some(({ children }) => children.some(isLooseParagraph))
  return isLoose ? { ...node, attributes: { ...node.attributes, loose: 'true' } } : node
}

const isList = ({ type }: MarkdownNode) => type === 'bullet_list' || type === 'ordered_list'

const isLooseParagraph = ({ type, attributes }: MarkdownNode) => type === 'paragraph' && !attributes['tight']

/** An item that begins with `[ ]` or `[x]` is a task: GitHub's addition, which markdown-it leaves to its users. */
function withTask(item: MarkdownNode): MarkdownNode {
  const [first, ...rest] = item.children
  const text = first?.type === 'paragraph' ? first.children[0] : undefined
  const mark = /^\[([ xX])\]\s+/.exec(text?.content ?? '')
  if (!first || !text || !mark) return item
  return {
    ...item,
    attributes: { ...item.attributes, task: mark[1] === ' ' ? 'open' : 'done' },
    children: [{ ...first, children: [{ ...text, content: text.content.slice(mark[0].length) }] }, ...rest],
  }
}

/** `next`, made of what in `previous` is the same, so that React leaves alone what has not changed. */
export function reuse(previous: MarkdownNode | undefined, next: MarkdownNode): MarkdownNode {
  if (previous?.type !== next.type || previous === next) return next
  const children = next.children.map((child, index) => reuse(previous.children[index], child))
  const isSame =
    previous.tag === next.tag &&
    previous.content === next.content &&
    previous.isOpen === next.isOpen &&
    previous.children.length === children.length &&
    children.every((child, index) => child === previous.children[index]) &&
    hasSameAttributes(previous.attributes, next.attributes)
  return isSame ? previous : { ...next, children }
}

function hasSameAttributes(one: MarkdownNode['attributes'], other: MarkdownNode['attributes']): boolean {
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
}
