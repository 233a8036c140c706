import type { MarkdownNode } from '../markdown-node.ts'
import { parseBlocks } from '../parser.ts'

/** A fenced block of code at the top level whose end has not come. */
export interface OpenFence {
  readonly node: MarkdownNode
  /** Where its code begins in the text. */
  readonly contentAt: number
  readonly closing: RegExp
}

/** The open fence with which `lines` begin, which stand at `offset` in the text. */
export function findOpenFence(lines: string, offset: number): OpenFence | null {
  const [opening = '', marks = ''] = /^(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n/.exec(lines) ?? []
  if (opening === '') return null
  // A line with a backtick behind its marks opens nothing: the parser knows.
  const node = parseBlocks(opening, {}).nodes[0]
  if (node?.type !== 'fence') return null
  const fence = {
    node,
    contentAt: offset + opening.length,
    closing: new RegExp(`^ {0,3}${marks[0]}{${marks.length},}[ \\t]*$`, 'm'),
  }
  return isClosed(fence, lines.slice(opening.length)) ? null : fence
}

/** Whether one of these whole lines ends it. */
export const isClosed = ({ closing }: OpenFence, lines: string) => closing.test(lines)

/** The block with the code there is by now, without a last line that may be its end. */
export function withCode({ node, contentAt }: OpenFence, text: string): MarkdownNode {
  const lineAt = Math.max(contentAt, text.lastIndexOf('\n') + 1)
  const isMaybeEnd = /^\s{0,3}[`~]*\s*$/.test(text.slice(lineAt))
  return { ...node, content: text.slice(contentAt, isMaybeEnd ? lineAt : undefined).replace(/\n$/, '') }
}
