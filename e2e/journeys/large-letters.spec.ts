import { findBrowser } from '../../packages/dev/browser.mjs'
import { expect, test } from '../journey.ts'
import { lookAtEveryPage, visitEveryPage } from '../look.ts'
import { lowButtons, overlapsInBars } from '../room.ts'

const { executablePath, args } = await findBrowser()

// The font size that is chosen in the settings of the browser; a style of the document would leave the breakpoints as they are.
test.use({
  launchOptions: { args: [...args, '--blink-settings=defaultFontSize=32'], ...(executablePath && { executablePath }) },
})

test('with letters of 200 % no page breaks WCAG 2.1 AA, and none scrolls sideways', ({ page }) => lookAtEveryPage(page))

test('with letters of 200 % no button is lower than its words, and no bar overlaps itself, however wide the window', ({
  page,
}) =>
  visitEveryPage(
    page,
    async (path) => {
      // The layout follows the window in a moment.
      await expect.poll(() => lowButtons(page), path).toEqual([])
      await expect.poll(() => overlapsInBars(page), path).toEqual([])
    },
    [
      { width: 2560, height: 1440 },
      { width: 1440, height: 900 },
      { width: 390, height: 844 },
    ],
  ))
