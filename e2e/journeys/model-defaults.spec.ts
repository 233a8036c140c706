import { readFile } from 'node:fs/promises'
import { scenarios } from '@ollama-dashboard/ollama-sim'
import type { Page } from '@playwright/test'
import { expect, test } from '../journey.ts'

const address = '/admin/model-defaults'

/** As the earlier dashboard wrote it: numbers as text, a seed of zero for none, words between commas. */
const flaskFile = {
  'llama3.1:8b': {
    settings: { temperature: '0.7', num_ctx: 4096, seed: 0, stop: 'a, b', model_settings_auto_save: true },
    source: 'user',
    last_updated: '2025-11-24T16:05:23.512257+00:00',
    client: { system_prompt_custom: 'Be brief.' },
  },
}

const save = (page: Page, model: string, settings: object) =>
  page.request.post(`/api/models/settings/${model}`, { data: settings })

async function savedOf(page: Page, model: string) {
  const answer = await page.request.get(`/api/models/settings/${model}`)
  return (await answer.json()) as { source: string; settings: Record<string, unknown>; updated_at: string | null }
}

/** A model in the table: the rows of its group. */
const group = (page: Page, model: string) =>
  page
    .getByRole('table', { name: 'Settings of models' })
    .getByRole('rowgroup')
    .filter({ has: page.getByRole('link', { name: `Settings of ${model}` }) })

const notices = (page: Page) => page.getByRole('region', { name: 'Notifications' })

/** A notice is a dialog too, to a screen reader. */
const importDialog = (page: Page) => page.getByRole('dialog', { name: /^Import/ })

const upload = (text: string, name = 'model_settings.json') => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(text),
})

async function choose(page: Page, button: string | RegExp, file: ReturnType<typeof upload>) {
  const chooser = page.waitForEvent('filechooser')
  await importDialog(page).getByRole('button', { name: button }).click()
  await (await chooser).setFiles(file)
}

test('what is saved stands beside what is recommended, and one model is applied and undone', async ({ page }) => {
  await save(page, 'gemma3:12b', { num_ctx: 4096, seed: 7 })
  await page.goto('/admin')
  await expect(page).toHaveURL(new RegExp(`${address}$`))
  const panel = page.getByRole('region', { name: 'Model defaults' })
  await expect(panel).toContainText('8 models, 1 differs, 7 not set')
  await expect(panel).toContainText(/Recommended values follow from the model and the [\d.]+ GiB/)

  const gemma = group(page, 'gemma3:12b')
  const context = gemma.getByRole('row').filter({ hasText: 'Context length' })
  await expect(context.getByRole('cell')).toContainText(['Context length', '4,096', '131,072', 'trained for'])
  await expect(gemma.getByRole('row').filter({ hasText: 'Seed' })).toContainText('Kept')
  await expect(group(page, 'nomic-embed-text:latest')).toContainText('nothing to recommend')
  await expect(page.getByRole('link', { name: 'Settings of gemma3:12b' })).toHaveAttribute('href', /\/models\?model=/)

  const before = await savedOf(page, 'gemma3:12b')
  await gemma.getByRole('button', { name: 'Apply to gemma3:12b' }).click()
  await expect(context).toContainText(/131,072.*Same/)
  await expect(panel).toContainText('8 models, 0 differ, 7 not set')
  // What nothing is recommended for is the person's own.
  expect(await savedOf(page, 'gemma3:12b')).toMatchObject({ source: 'user', settings: { num_ctx: 131_072, seed: 7 } })
  await notices(page).getByRole('button', { name: 'Undo' }).click()
  await expect(context).toContainText('4,096')
  expect(await savedOf(page, 'gemma3:12b')).toEqual(before)

  await group(page, 'llama3.2:3b').getByRole('button', { name: 'Apply to llama3.2:3b' }).click()
  await expect(group(page, 'llama3.2:3b')).toContainText('Recommended, saved')
  await notices(page).getByRole('button', { name: 'Undo' }).first().click()
  await expect(group(page, 'llama3.2:3b')).toContainText('Nothing saved')
})

test.describe('models that have room to spare', () => {
  // What is recommended follows from the memory that is free on this machine: none of these is near a step of it.
  const models = scenarios.home.models.filter(({ size }) => size < 15_000_000_000)
  test.use({
    simulation: { scenario: { ...scenarios.home, models }, speed: 20 },
    env: { OLLAMA_KV_CACHE_TYPE: 'q8_0' },
  })

  test('applying to all keeps what a person saved; replacing that is asked, and can be taken back', async ({
    page,
  }) => {
    await save(page, 'gemma3:12b', { num_ctx: 4096, seed: 7 })
    await page.goto(address)
    await page.getByRole('button', { name: 'Apply to 5 models' }).click()
    await expect(notices(page)).toContainText('5 models have the recommended settings now.')
    await expect(page.getByRole('button', { name: 'Apply to all' })).toBeDisabled()
    await expect(group(page, 'qwen3:14b')).toContainText('Same')
    expect(await savedOf(page, 'qwen3:14b')).toMatchObject({ source: 'recommended', settings: { num_ctx: 32_768 } })
    const before = await savedOf(page, 'gemma3:12b')
    expect(before).toMatchObject({ source: 'user', settings: { num_ctx: 4096, seed: 7 } })

    await page.getByRole('button', { name: 'More ways to apply' }).click()
    await page.getByRole('menuitem', { name: 'Also replace what a person saved' }).click()
    const dialog = page.getByRole('dialog', { name: 'Replace what a person saved for 1 model?' })
    await expect(dialog).toContainText('Replaces the settings of gemma3:12b')
    await expect(dialog).toContainText('Seed of gemma3:12b')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    expect(await savedOf(page, 'gemma3:12b')).toEqual(before)

    await page.getByRole('button', { name: 'More ways to apply' }).click()
    await page.getByRole('menuitem', { name: 'Also replace what a person saved' }).click()
    await dialog.getByRole('button', { name: 'Replace, apply to 1 model' }).click()
    await expect(dialog).toBeHidden()
    await expect(group(page, 'gemma3:12b')).toContainText('Same')
    expect(await savedOf(page, 'gemma3:12b')).toMatchObject({ source: 'recommended' })
    await notices(page).getByRole('button', { name: 'Put back what was saved for 1 model' }).click()
    await expect(group(page, 'gemma3:12b')).toContainText('4,096')
    expect(await savedOf(page, 'gemma3:12b')).toEqual(before)
  })
})

test('an export can be imported again, and says before what it would change', async ({ page }) => {
  await save(page, 'gemma3:12b', { temperature: 0.2 })
  await save(page, 'absent:7b', { top_k: 20 })
  await page.goto(address)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  const exported = await download
  expect(exported.suggestedFilename()).toBe('model_settings.json')
  const text = await readFile(await exported.path(), 'utf8')

  // Settings of a model that is not installed are listed, and can be taken away.
  const absent = page.getByRole('rowgroup').filter({ hasText: 'Not installed' })
  await expect(absent).toContainText('absent')
  await absent.getByRole('button', { name: 'Remove what is saved for absent:7b' }).click()
  await expect(absent).toBeHidden()
  await save(page, 'gemma3:12b', { temperature: 0.9 })

  await page.getByRole('button', { name: 'Import' }).click()
  await choose(page, 'Choose a file', upload(text))
  const dialog = importDialog(page)
  await expect(dialog).toContainText('2 models: 1 replaced, 1 new')
  await expect(dialog.getByRole('listitem').filter({ hasText: 'gemma3' })).toContainText('Temperature')
  // Told, and not done.
  expect((await savedOf(page, 'gemma3:12b')).settings).toEqual({ temperature: 0.9 })
  await dialog.getByRole('button', { name: 'Import for 2 models' }).click()
  await expect(dialog.getByRole('status')).toContainText('2 models have the settings of the file')
  await dialog.getByRole('button', { name: 'Done' }).click()
  expect((await savedOf(page, 'gemma3:12b')).settings).toEqual({ temperature: 0.2 })
  await expect(absent).toContainText('absent')
})

test("the earlier dashboard's file fills in what is not set, and an entry that is wrong says why", async ({ page }) => {
  await save(page, 'gemma3:12b', { temperature: 0.2 })
  await page.goto(address)
  await page.getByRole('button', { name: 'Import' }).click()
  const file = {
    ...flaskFile,
    'gemma3:12b': { settings: { temperature: 1 } },
    'hot:1b': { settings: { temperature: 7 } },
  }
  await choose(page, 'Choose a file', upload(JSON.stringify(file)))
  const dialog = importDialog(page)
  await expect(dialog).toContainText('3 models: 1 replaced, 1 new, 1 left out')
  await dialog.getByRole('checkbox', { name: 'Only fill in models that have nothing saved' }).click()
  await expect(dialog).toContainText('3 models: 1 new, 1 kept as saved, 1 left out')
  await dialog.getByRole('button', { name: 'Import for 1 model' }).click()
  await expect(dialog.getByRole('status')).toContainText(
    '1 model has the settings of the file, 1 model stayed as it was',
  )
  await expect(dialog.getByRole('list', { name: 'Not taken over' })).toContainText('hot:1b')
  await dialog.getByRole('button', { name: 'Done' }).click()

  const llama = group(page, 'llama3.1:8b')
  for (const kept of ['Be brief.', '0.7', '"a", "b"']) await expect(llama).toContainText(kept)
  expect(await savedOf(page, 'gemma3:12b')).toMatchObject({ settings: { temperature: 0.2 } })
})

test('a broken file is told, and nothing is sent', async ({ page }) => {
  await page.goto(address)
  const sent: string[] = []
  page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()))
  await page.getByRole('button', { name: 'Import' }).click()
  await choose(page, 'Choose a file', upload('{ "llama3.1:8b": '))
  const alert = importDialog(page).getByRole('alert')
  await expect(alert).toContainText('model_settings.json cannot be read. It is not valid JSON. It stays as it is')
  expect(sent).toEqual([])
  await choose(page, 'Choose another file', upload(JSON.stringify(flaskFile)))
  await expect(importDialog(page)).toContainText('1 model: 1 new')
  await page.keyboard.press('Escape')
  await expect(importDialog(page)).toBeHidden()
  expect((await savedOf(page, 'llama3.1:8b')).source).toBe('default')
})

test('a file that is dropped on the panel is looked into', async ({ page }) => {
  await page.goto(address)
  await expect(page.getByRole('table')).toBeVisible()
  const transfer = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer()
    transfer.items.add(new File([text], 'dropped.json', { type: 'application/json' }))
    return transfer
  }, JSON.stringify(flaskFile))
  await page.getByRole('table').dispatchEvent('dragover', { dataTransfer: transfer })
  await expect(page.getByText('Drop a file of settings to look into it')).toBeVisible()
  await page.getByRole('table').dispatchEvent('drop', { dataTransfer: transfer })
  await expect(importDialog(page)).toContainText('dropped.json')
  await expect(importDialog(page)).toContainText('1 model: 1 new')
})

test('everything goes without a mouse, and the filters stand in the address', async ({ page }) => {
  await save(page, 'gemma3:12b', { num_ctx: 4096 })
  await page.goto('/')
  await expect(page.getByText('Warm').first()).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('a')
  await expect(page.getByRole('heading', { name: 'Admin' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Settings of gpt-oss:20b' })).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: 'Settings of gpt-oss:20b' })).toBeFocused()
  await page.keyboard.press('k')
  await expect(page.getByRole('link', { name: 'Settings of gemma3:12b' })).toBeFocused()

  await page.getByRole('button', { name: 'Differ 1' }).press('Enter')
  await expect(page).toHaveURL(/show=differ/)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Differ 1' })).toHaveAttribute('aria-pressed', 'true')
  await expect(page.getByRole('link', { name: 'Settings of gemma3:12b' })).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Apply to gemma3:12b' })).toBeFocused()
  await page.keyboard.press('Enter')
  // The row is gone with what was filtered for; what is left says so.
  await expect(page.getByRole('heading', { name: 'No model is like that' })).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).press('Enter')
  await expect(page).toHaveURL(new RegExp(`${address}$`))

  await page.keyboard.press('/')
  await page.keyboard.type('gpt')
  await expect(page).toHaveURL(/q=gpt/)
  await expect(page.getByRole('link', { name: /^Settings of/ })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.keyboard.press('End')

  await page.getByRole('button', { name: 'Import' }).press('Enter')
  await expect(importDialog(page)).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Import' })).toBeFocused()
  await page.keyboard.press('Control+k')
  await page.keyboard.type('admin')
  await expect(page.getByRole('option', { name: 'Admin' })).toBeVisible()
})

test('a model that Ollama tells nothing of says so, and does not keep the others out', async ({ page, simulator }) => {
  simulator.faults.add({ kind: 'error', path: '/api/show', model: 'gemma3:12b' })
  await page.goto(address)
  await expect(page.getByRole('rowgroup').filter({ hasText: 'Not looked at' })).toHaveCount(1)
  await expect(page.getByRole('button', { name: 'Apply to qwen3:14b' })).toBeVisible()
  simulator.faults.clear()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByRole('button', { name: 'Apply to gemma3:12b' })).toBeVisible()
})

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true })

  test('models are cards with their differences behind them', async ({ page }) => {
    await save(page, 'gemma3:12b', { num_ctx: 4096, seed: 7 })
    await page.goto('/')
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Admin' }).tap()
    const card = page
      .getByRole('list', { name: 'Settings of models' })
      .getByRole('listitem')
      .filter({ hasText: 'gemma3:12b' })
    await expect(card).toContainText(/\d differs?/)
    await expect(card).toContainText('Context length 4,096 to 131,072')
    await card.getByRole('button', { name: /^gemma3:12b/ }).tap()
    await expect(card.getByRole('definition').filter({ hasText: '4,096 to 131,072' })).toContainText('trained for')
    await card.getByRole('button', { name: 'Apply to this model' }).tap()
    await expect(card).toContainText('Same')
    expect(await savedOf(page, 'gemma3:12b')).toMatchObject({ settings: { num_ctx: 131_072, seed: 7 } })
  })
})

test.describe('without the rights', () => {
  const keys = {
    API_KEY_VIEWER: 'viewer-key-of-this-test',
    API_KEY_OPERATOR: 'operator-key-of-this-test',
    API_KEY_ADMIN: 'admin-key-of-this-test',
  }
  test.use({ env: keys })

  for (const role of ['viewer', 'operator'] as const) {
    test(`the ${role} sees what is saved, and what needs an admin`, async ({ page }) => {
      await page.request.post('/api/models/settings/gemma3:12b', {
        data: { temperature: 0.2 },
        headers: { authorization: `Bearer ${keys.API_KEY_OPERATOR}` },
      })
      const refused: string[] = []
      page.on('response', (response) => response.status() === 403 && refused.push(response.url()))
      await page.goto(address)
      await page.getByLabel('Key', { exact: true }).fill(`${role}-key-of-this-test`)
      await page.keyboard.press('Enter')
      await expect(page.getByRole('region', { name: 'Model defaults' })).toContainText('This key shows what is saved.')
      await expect(page.getByRole('button', { name: 'Apply to all needs admin' })).toBeDisabled()
      await expect(page.getByRole('button', { name: 'Import needs admin' })).toBeDisabled()
      await expect(group(page, 'gemma3:12b')).toContainText(/Temperature.*0\.2/)
      const download = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Export' }).click()
      expect(JSON.parse(await readFile(await (await download).path(), 'utf8'))).toHaveProperty('gemma3:12b')
      expect(refused).toEqual([])
    })
  }
})
