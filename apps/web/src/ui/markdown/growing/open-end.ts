import type { MarkdownNode } from '../markdown-node.ts'
import { withEndsClosed } from './ends-closed.ts'

const holdsText = new Set(['inline', 'fence', 'code_block', 'maths_block'])

/** Marks the end at which more text will be appended, and closes what is still open there. */
export function openEnd(nodes: readonly MarkdownNode[]): readonly MarkdownNode[] {
  const last = nodes.at(-1)
  if (last === undefined) return nodes
  return [...nodes.slice(0, -1), opened(last)]
}

function opened(node: MarkdownNode): MarkdownNode {
  if (node.type === 'inline') return { ...node, content: withEndsClosed(node.content), isOpen: true }
  if (holdsText.has(node.type)) return { ...node, isOpen: true }
  if (node.type !== 'tr') return { ...node, children: openEnd(node.children) }
  // A row begun has all its cells, the last of them empty.
  const cell = node.children.findLastIndex(({ children }) => children.some(({ content }) => content !== ''))
  return { ...node, children: node.children.map((child, index) => (index === cell ? opened(child) : child)) }
}
