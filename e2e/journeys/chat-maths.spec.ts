import { expect, test } from '../journey.ts'
import { ask, replies } from '../pages/conversation.ts'

test.use({
  simulation: {
    scenario: 'home',
    speed: 20,
    sentences: [
      'The roots of \\(ax^2 + bx + c = 0\\) are',
      '\n\n\\[\nx = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}\n\\]\n\n',
      'so that $\\boldsymbol{D} = b^2 - 4ac$ decides, as in $$\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}$$ for $5.',
    ],
  },
})

test('formulas are drawn under the rules of the page, and are copied as they came', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto('/chat?model=llama3.2:3b')
  await ask(page, 'Write 200 words')
  await expect(replies(page)).toContainText(/first token/)
  const formulas = replies(page).locator('math')
  await expect(formulas.first()).toBeVisible()
  await expect(replies(page).locator('mfrac').first()).toBeVisible()
  await expect(replies(page).locator('mtable').first()).toBeVisible()
  // Set by a script, since the page allows no styles in attributes.
  await expect(replies(page).locator('mtd').first()).toHaveCSS('padding-right', /^7\.9/)
  await replies(page).hover()
  await replies(page).getByRole('button', { name: 'Copy reply' }).click()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('\\(ax^2 + bx + c = 0\\)')
})
