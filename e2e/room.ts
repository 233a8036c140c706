import type { Page } from '@playwright/test'

/** The buttons that are lower than the letters on them. */
export const lowButtons = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('button, a[href]')]
      .filter((button) => button.checkVisibility())
      .filter((button) => {
        const { top, bottom } = button.getBoundingClientRect()
        const texts = document.createTreeWalker(button, NodeFilter.SHOW_TEXT)
        while (texts.nextNode()) {
          const range = document.createRange()
          range.selectNodeContents(texts.currentNode)
          const letters = range.getBoundingClientRect()
          // What only a screen reader says stands in a box of a pixel.
          const isSeen = (texts.currentNode.parentElement?.clientWidth ?? 0) !== 1
          if (isSeen && letters.height > 0 && (letters.top < top - 0.5 || letters.bottom > bottom + 0.5)) return true
        }
        return false
      })
      .map(({ textContent }) => textContent),
  )

/** What stands on something else in the bars above and below the page, or reaches out of them. */
export const overlapsInBars = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('header:has(button), nav')].flatMap((bar) => {
      const seen = [...bar.querySelectorAll('svg, :is(span, kbd, p):not(:has(*))')].filter(
        (part) => part.checkVisibility() && part.clientWidth !== 1,
      )
      const boxes = seen.map((part) => ({ part, box: part.getBoundingClientRect() }))
      return boxes.flatMap(({ part, box }, index) =>
        boxes
          .slice(index + 1)
          .filter(({ box: other }) => {
            const across = Math.min(box.right, other.right) - Math.max(box.left, other.left)
            const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top)
            return across > 1 && down > 1
          })
          .map(({ part: other }) => `${part.outerHTML} and ${other.outerHTML}`),
      )
    }),
  )
