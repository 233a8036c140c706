import { expect, test } from '../journey.ts'

test('a start says what it unloads, and a restart what it changes, before either is done', async ({
  page,
  simulator,
}) => {
  await page.goto('/')
  const running = page.getByRole('region', { name: 'Running models' })
  const row = running.getByRole('listitem').filter({ hasText: 'qwen3:14b' })
  await expect(row).toContainText('16,384 → 32,768 on restart')
  await expect(row.getByRole('button', { name: 'Restart qwen3:14b' })).toHaveAttribute(
    'title',
    /usually 32,768 tokens \(was 16,384\): 14\.\d instead of 11\.\d GiB/,
  )

  await running.getByRole('button', { name: 'Start a model' }).click()
  const option = (text: string) => page.getByRole('option').filter({ hasText: text })
  await expect(option('llama3.2:3b')).toContainText('Fits')
  await expect(option('gpt-oss:20b')).toContainText('Unloads qwen3:14b')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search or run a command').fill('start gpt')
  await expect(option('Startgpt-oss:20b')).toContainText('Unloads qwen3:14b')
  await page.keyboard.press('Escape')

  await page.goto('/models')
  await page.getByRole('button', { name: 'Start llama3.2:3b' }).hover()
  await expect(page.getByRole('button', { name: 'Start llama3.2:3b' })).toHaveAttribute('title', /: Fits$/)
  await page.goto('/models?model=gpt-oss:20b')
  const drawer = page.getByRole('complementary', { name: 'Details of gpt-oss:20b' })
  await expect(drawer).toContainText(/Unloads qwen3:14b: needs 14\.\d GiB with 32,768 tokens/)

  // It is what then happens.
  await drawer.getByRole('button', { name: 'Start', exact: true }).click()
  await expect(drawer).toContainText('Restarts with 32,768 tokens (unchanged)')
  await expect(page.getByRole('row').filter({ hasText: 'qwen3:14b' })).not.toContainText('Loaded')
  expect(simulator.loads.map(({ model }) => model)).toEqual(['gpt-oss:20b'])
})

test('several that do not fit together say so before they are started', async ({ page, simulator }) => {
  await page.goto('/models')
  const bar = page.getByRole('region', { name: 'Selected models' })
  const select = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` }).check()
  await select('llama3.2:3b')
  await expect(bar).toContainText('Fits')
  for (const name of ['llama3.1:8b', 'gemma3:12b', 'gpt-oss:20b']) await select(name)
  await expect(bar).toContainText(/Needs \d\d\.\d of 2\d\.\d GiB: the first one fits, then they unload each other/)
  await bar.getByRole('button', { name: 'Start' }).click()
  await expect.poll(() => simulator.loads.length).toBe(4)
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('it stands below the models that can be started, and in the menu of one', async ({ page }) => {
    await page.goto('/')
    await page.getByRole('button', { name: 'Start a model' }).tap()
    const option = page.getByRole('option').filter({ hasText: 'gpt-oss:20b' })
    await expect(option.getByText('Unloads qwen3:14b')).toBeInViewport({ ratio: 1 })
    await page.keyboard.press('Escape')
    await page.goto('/models')
    await page.getByRole('button', { name: 'Actions for gpt-oss:20b' }).tap()
    await expect(page.getByRole('menuitem', { name: 'Start' })).toContainText('Unloads qwen3:14b')
  })
})
