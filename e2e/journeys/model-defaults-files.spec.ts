import { readFile } from 'node:fs/promises'
import { expect, test } from '../journey.ts'
import { address, choose, group, importDialog, save, savedOf, upload } from '../pages/model-defaults-page.ts'

/** As the earlier dashboard wrote it: numbers as text, a seed of zero for none, words between commas. */
const flaskFile = {
  'llama3.1:8b': {
    settings: { temperature: '0.7', num_ctx: 4096, seed: 0, stop: 'a, b', model_settings_auto_save: true },
    source: 'user',
    last_updated: '2025-11-24T16:05:23.512257+00:00',
    client: { system_prompt_custom: 'Be brief.' },
  },
}

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
  await absent.getByRole('button', { name: 'Remove saved settings for absent:7b' }).click()
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
  await expect(dialog.getByRole('status')).toContainText('2 models imported')
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
  await expect(dialog).toContainText('3 models: 1 replaced, 1 new, 1 skipped')
  await dialog.getByRole('checkbox', { name: 'Import only models without saved settings' }).click()
  await expect(dialog).toContainText('3 models: 1 new, 1 kept, 1 skipped')
  await dialog.getByRole('button', { name: 'Import for 1 model' }).click()
  await expect(dialog.getByRole('status')).toContainText('1 model imported, 1 unchanged')
  await expect(dialog.getByRole('list', { name: 'Not imported' })).toContainText('hot:1b')
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
  await expect(alert).toContainText('model_settings.json cannot be read. It is not valid JSON. Nothing was imported')
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
  await expect(page.getByText('Drop a settings file to preview it')).toBeVisible()
  await page.getByRole('table').dispatchEvent('drop', { dataTransfer: transfer })
  await expect(importDialog(page)).toContainText('dropped.json')
  await expect(importDialog(page)).toContainText('1 model: 1 new')
})
