import type { MarkdownIt } from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'

/**
 * Bold as models mean it. CommonMark looks for blanks beside the marks, which Chinese and Japanese do not write; and after
 * a colon within the marks, as in `**Note:**Text`, it takes the closing ones for others that open.
 */
export function withEmphasis(markdown: MarkdownIt): void {
  markdown.use(cjkFriendly)
  const { State } = markdown.inline
  markdown.inline.State = class extends State {
    override scanDelims(start: number, canSplitWord: boolean) {
      const scanned = super.scanDelims(start, canSplitWord)
      const isBold = this.src[start] === '*' && scanned.length === 2
      return isBold && /\S/.test(this.src[start - 1] ?? ' ') ? { ...scanned, can_close: true } : scanned
    }
  }
}
