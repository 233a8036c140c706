import type { MarkdownNode } from '../markdown-node.ts'

/** The finished part of a list or a table that may go on. */
export interface BegunBlock {
  readonly node: MarkdownNode
  /** What has to stand before the rest for it to be read as the rest: an item, or the head of a table. */
  readonly head: string
}

const headOfTable = /^[^\n]*\n[^\n]*\n/
const markOfItem = /^ *(?:[-*+]|\d+[.)])/

/** A list or table without its last item or row, with which `rest` begins. */
export function begunBlock(node: MarkdownNode, lines: string, rest: string): BegunBlock {
  const head = node.type === 'table' ? headOfTable.exec(lines)?.[0] : `${markOfItem.exec(rest)?.[0]} x\n`
  return { node: withoutLastPart(node), head: head ?? '' }
}

/** Blocks that were parsed behind the head, the first of them with its finished part. */
export function withBegun(begun: BegunBlock | null, nodes: readonly MarkdownNode[]): readonly MarkdownNode[] {
  if (!begun) return nodes
  const [first, ...others] = nodes
  return first?.type === begun.node.type ? [joined(begun.node, first), ...others] : [begun.node, ...nodes]
}

function joined(begun: MarkdownNode, rest: MarkdownNode): MarkdownNode {
  if (begun.type === 'table') {
    const [head, body] = begun.children
    const more = rest.children[1]
    return head && body && more ? { ...begun, children: [head, appended(body, more.children)] } : begun
  }
  // One blank line between two items sets all of a list apart.
  const loose = begun.attributes['loose'] ?? rest.attributes['loose']
  const list = loose ? { ...begun, attributes: { ...begun.attributes, loose } } : begun
  return appended(list, rest.children.slice(1))
}

const appended = (node: MarkdownNode, more: readonly MarkdownNode[]): MarkdownNode => ({
  ...node,
  children: [...node.children, ...more],
})

function withoutLastPart(node: MarkdownNode): MarkdownNode {
  const [head, body] = node.children
  if (node.type === 'table' && head && body) return { ...node, children: [head, withoutLastPart(body)] }
  return { ...node, children: node.children.slice(0, -1) }
}
