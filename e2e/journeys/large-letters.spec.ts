import { findBrowser } from '../../packages/dev/browser.mjs'
import { test } from '../journey.ts'
import { lookAtEveryPage } from '../look.ts'

const { executablePath, args } = await findBrowser()

// The font size that is chosen in the settings of the browser; a style of the document would leave the breakpoints as they are.
test.use({
  launchOptions: { args: [...args, '--blink-settings=defaultFontSize=32'], ...(executablePath && { executablePath }) },
})

test('with letters of 200 % no page breaks WCAG 2.1 AA, and none scrolls sideways', ({ page }) => lookAtEveryPage(page))
