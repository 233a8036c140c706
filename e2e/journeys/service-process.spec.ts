import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { freePort } from '../free-port.ts'
import { expect, test as journey } from '../journey.ts'
import { violations } from '../look.ts'

/** The dashboard may start a program, which nobody has started yet. */
const test = journey.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern, and this needs no other fixture.
  env: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'ollama-dashboard-program-'))
    const program = join(folder, 'ollama')
    const standIn = resolve(import.meta.dirname, '../programs/ollama.ts')
    await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${standIn}" "$@"\n`)
    await chmod(program, 0o755)
    await use({ OLLAMA_HOST: `127.0.0.1:${await freePort()}`, OLLAMA_BINARY: program })
    await rm(folder, { recursive: true, force: true })
  },
})

const model = 'llama3.2:3b'

test('a real process is started, stopped with what that interrupts, and started again after a crash', async ({
  page,
}) => {
  const ollama = page.getByRole('region', { name: 'Ollama', exact: true })
  const log = page.getByRole('region', { name: 'Log', exact: true })
  const press = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true }).click()
  const confirm = async (verb: 'Stop' | 'Restart', told: RegExp) => {
    await press(verb)
    const dialog = page.getByRole('dialog', { name: `${verb} Ollama?` })
    await expect(dialog).toContainText(told)
    await dialog.getByRole('button', { name: `${verb} Ollama` }).click()
  }
  const isIn = (state: 'Running' | 'Stopped') => expect(ollama.getByText(state, { exact: true })).toBeVisible()
  const pid = async () => {
    const [, number] = /Process(\d+)/.exec((await ollama.textContent()) ?? '') ?? []
    return Number(number)
  }

  await page.goto('/service')
  await isIn('Stopped')
  await press('Start')
  await isIn('Running')
  await expect(log).toContainText('Listening on 127.0.0.1')
  await expect(log).toContainText('Ollama found no GPU that it can use')
  const first = await pid()

  expect((await page.request.post(`/api/models/start/${model}`)).status()).toBe(200)
  const reply = page.request.post('/api/chat', { data: { model, prompt: 'Count to a thousand.' } })
  await confirm('Stop', new RegExp(`1 request is cut off \\(${model}\\).*models are unloaded \\(.*${model}`))
  await isIn('Stopped')
  expect(() => process.kill(first, 0)).toThrow('ESRCH')
  // Told in its own answer, or as the last line of what had begun.
  expect(await (await reply).text()).toMatch(/"code":"ollama_\w+"/)

  await press('Start')
  await isIn('Running')
  process.kill(await pid(), 'SIGKILL')
  await isIn('Stopped')
  await expect(ollama).toContainText('it ended by SIGKILL')
  expect(await violations(page)).toEqual([])

  await press('Start')
  await isIn('Running')
  const third = await pid()
  await confirm('Restart', /models are unloaded/)
  await expect.poll(pid).not.toBe(third)
  await isIn('Running')
})
