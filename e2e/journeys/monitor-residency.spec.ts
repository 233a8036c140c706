import { readFile } from 'node:fs/promises'
import { expect, test } from '../journey.ts'
import { violations } from '../look.ts'

test.use({ simulation: { scenario: 'home', speed: 20 } })

test('a model that is loaded and unloaded shows in the memory map, on its track and in the charts', async ({
  page,
}) => {
  await page.goto('/')
  await expect(page.getByText('Loaded').first()).toBeVisible()
  await page.request.post('/api/models/start/llama3.2:3b', { data: {} })
  const memory = page.getByRole('region', { name: 'Memory' })
  await expect(memory.getByRole('img', { name: /llama3\.2:3b \d/ }).first()).toBeVisible()

  await page.goto('/monitor')
  const track = page.getByRole('region', { name: 'In memory' }).getByRole('group', { name: 'llama3.2:3b' })
  const bar = track.getByRole('button')
  await expect(bar).toHaveAccessibleName(/^since \d\d:\d\d:\d\d, .*GiB/)
  await expect(page.getByRole('region', { name: 'Memory, %', exact: true }).getByRole('list')).toHaveText(/VRAM latest/)
  await page.request.post('/api/models/stop/llama3.2:3b', { data: {} })
  await expect(bar).toHaveAccessibleName(/^\d\d:\d\d:\d\d to \d\d:\d\d:\d\d, /)
  await bar.focus()
  await expect(page.getByText(/^\d\d:\d\d:\d\d to .* · .*GiB/)).toBeVisible()
  expect(await violations(page)).toEqual([])

  await page.getByRole('button', { name: 'As table' }).click()
  await expect(page.getByRole('table', { name: 'Models in memory over time' })).toContainText('llama3.2:3b')
  await page.getByRole('button', { name: 'CSV' }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('menuitem', { name: 'Models in memory' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  expect(text).toMatch(/^model,instance,loading_at/)
  expect(text).toContain('llama3.2:3b')

  await page.goto('/')
  await expect(memory.getByRole('img', { name: /free/ }).first()).toBeVisible()
  await expect(memory.getByRole('img', { name: /llama3\.2:3b/ })).toHaveCount(0)
})
