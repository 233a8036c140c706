import { scenarios } from '@ollama-dashboard/ollama-sim'
import { expect, test } from '../journey.ts'
import { goByKeys } from '../pages/keys.ts'

// Slow enough to be half done still after a reload on a busy machine: 1.3 GB take 22 s, unless a test has seen enough.
test.use({
  simulation: { scenario: { ...scenarios.home, pull_bytes_per_second: 60_000_000 }, speed: 1 },
  env: { RATE_LIMIT_MODEL_PULL: '100/60s', RATE_LIMIT_MODEL_OPERATIONS: '100/60s' },
})

test('a model of the catalogue is pulled, by keyboard alone, and is installed then', async ({ page, simulator }) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await goByKeys(page, 'l')
  await expect(page.getByRole('heading', { name: 'Library' })).toBeVisible()
  await page.keyboard.press('/')
  await expect(page.getByLabel('Search catalogue')).toBeFocused()
  await page.keyboard.type('llama3.2')
  const card = page
    .getByRole('list', { name: 'Catalogue' })
    .getByRole('listitem')
    .filter({
      has: page.getByRole('heading', { name: 'llama3.2', exact: true }),
    })
  await expect(card).toBeVisible()
  await expect(card).toContainText(/Fits in VRAM|Fits in RAM/)

  // The 3b is installed; the 1b stands behind the tag.
  await card.getByRole('button', { name: /^Tag/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: '1b' }).focus()
  await page.keyboard.press('Enter')
  await expect(card).toContainText('3b installed')
  // Where it was, once the menu has closed.
  await expect(card.getByRole('button', { name: /^Tag/ })).toBeFocused()
  await card.getByRole('button', { name: 'Pull llama3.2:1b' }).focus()
  await page.keyboard.press('Enter')
  await expect(card.getByRole('progressbar')).toBeVisible()
  await expect(page).toHaveTitle(/^\d+ % · Library · Ollama Dashboard$/)

  // The pull is the server's: it survives the page.
  await page.reload()
  await expect(page).toHaveTitle(/^\d+ % · Library · Ollama Dashboard$/)
  simulator.setSpeed(1000)
  await expect(page).toHaveTitle('Library · Ollama Dashboard')
  await goByKeys(page, 'm')
  await expect(page.getByRole('button', { name: 'Details of llama3.2:1b' })).toBeVisible()
})

test('a pull is cancelled and taken up again where it was, by keyboard alone', async ({ page, simulator }) => {
  await page.goto('/library')
  await page.getByLabel('Name of a model to pull').fill('llama3.2:1b')
  await expect(page.getByText('Valid name')).toBeVisible()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Jobs: 1 active/ }).press('Enter')
  const job = page.getByRole('listitem', { name: 'llama3.2:1b' })
  await expect(job.getByText(/^\d+ %$/)).toBeVisible()
  await expect
    .poll(async () => Number(await job.getByRole('progressbar').getAttribute('aria-valuenow')))
    .toBeGreaterThan(20)
  await job.getByRole('button', { name: 'Cancel llama3.2:1b' }).press('Enter')
  await expect(job.getByText('Cancelled')).toBeVisible()
  await job.getByRole('button', { name: 'Resume' }).press('Enter')
  await expect(job.getByRole('progressbar')).toBeVisible()
  // What was fetched before is not fetched again.
  await expect
    .poll(async () => Number(await job.getByRole('progressbar').getAttribute('aria-valuenow')))
    .toBeGreaterThan(20)
  simulator.setSpeed(1000)
  await expect(job.getByText('Installed')).toBeVisible()
  expect(simulator.requests.filter(({ path }) => path === '/api/pull').length).toBe(2)
})

test('a name that no registry has fails with its reason, and says what is wrong before it is sent', async ({
  page,
}) => {
  await page.goto('/library')
  const field = page.getByLabel('Name of a model to pull')
  await field.fill('two words')
  await expect(page.getByText('Invalid character in model name')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Pull', exact: true })).toBeDisabled()
  await field.fill('no-such-model:1b')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Jobs/ }).click()
  const job = page.getByRole('listitem', { name: 'no-such-model:1b' })
  await expect(job.getByText(/^Failed/)).toBeVisible()
  await expect(job.getByRole('button', { name: 'Retry' })).toBeVisible()
})

test('a press on the tray counts although its icon changes before the finger is lifted', async ({
  page,
  simulator,
}) => {
  simulator.setSpeed(0)
  await page.goto('/library')
  await page.getByRole('button', { name: 'Jobs', exact: true }).hover()
  await page.mouse.down()
  await page.request.post('/api/models/pull/smollm2:135m?wait=false')
  await expect(page.getByRole('button', { name: /^Jobs: 1 active/ })).toBeVisible()
  await page.mouse.up()
  await expect(page.getByRole('dialog', { name: 'Jobs' })).toBeVisible()
})

test('two models are deleted at once, by keyboard, after what it means was told', async ({ page }) => {
  await page.goto('/models')
  for (const name of ['gemma3:12b', 'llama3.1:8b']) {
    await page.getByRole('checkbox', { name: `Select ${name}` }).focus()
    await page.keyboard.press('Space')
  }
  const bar = page.getByRole('region', { name: 'Selected models' })
  await expect(bar).toContainText('2 selected')
  await bar.getByRole('button', { name: 'Delete' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Delete 2 models?' })
  await expect(dialog).toContainText('Frees 13.1 GB')
  await dialog.getByRole('button', { name: 'Delete (frees 13.1 GB' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Details of gemma3:12b' })).toBeHidden()
  await expect(page.getByRole('button', { name: 'Details of llama3.1:8b' })).toBeHidden()
  await expect(page.getByText('6 installed')).toBeVisible()
  await page.reload()
  await page.getByRole('button', { name: /^Jobs/ }).click()
  const job = page.getByRole('listitem', { name: 'Deletion of 2 models' })
  await expect(job).toContainText('Delete 2 models')
  await expect(job).toContainText('2 of 2')
})

test('several models are started at once, and each tells what became of it', async ({ page, simulator }) => {
  simulator.setSpeed(1000)
  await page.goto('/models')
  for (const name of ['llama3.2:3b', 'llama3.1:8b'])
    await page.getByRole('checkbox', { name: `Select ${name}` }).click()
  await page.getByRole('region', { name: 'Selected models' }).getByRole('button', { name: 'Start' }).click()
  await page.getByRole('button', { name: /^Jobs/ }).click()
  const jobs = page.getByRole('list', { name: 'Jobs' })
  await expect(jobs).toContainText('Start 2 models')
  await expect(jobs).toContainText('2 of 2')
  expect(simulator.loads.map(({ model }) => model)).toEqual(expect.arrayContaining(['llama3.2:3b', 'llama3.1:8b']))
})
