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

for (const [width, height] of [
  [2560, 1440],
  [1440, 900],
  [390, 844],
] as const) {
  test(`with letters of 200 % on ${width} px no button is lower than its words, and no bar overlaps itself`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height })
    await visitEveryPage(page, async (path) => {
      expect(await lowButtons(page), path).toEqual([])
      expect(await overlapsInBars(page), path).toEqual([])
    })
  })
}
