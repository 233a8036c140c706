import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startSimulator } from '@ollama-dashboard/ollama-sim'
import { expect, onTestFinished, test } from 'vitest'
import { doctorCommand } from '../src/boot/commands/doctor-command.ts'

async function answerTo(env: Readonly<Record<string, string>> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'chats.json'), '[]')
  await chmod(join(folder, 'chats.json'), 0o644)
  await chmod(folder, 0o755)
  const simulator = await startSimulator({ scenario: 'home' })
  onTestFinished(() => simulator.close())
  const told: string[] = []
  const given = { DATA_DIR: folder, OLLAMA_HOST: simulator.url, ...env }
  const complaints: string[] = []
  const code = await doctorCommand(() => given, {
    tell: (line) => told.push(line),
    complain: (line) => complaints.push(line),
  })
  return { code, told, complaints, text: told.join('\n'), folder }
}

test('each check is a line, with what to do and the command below it, and a sum at the end', async () => {
  const { code, told, text, folder } = await answerTo()
  expect(text).toMatch(/^OK {8}Ollama answers: Version \S+ answers at http:\/\/127\.0\.0\.1:\d+\.$/m)
  expect(text).toMatch(/^OK {8}Access to the dashboard: It listens on 127\.0\.0\.1:5000/m)
  expect(text).toMatch(/^INFO {6}Cloud models: They are on/m)
  if (process.platform !== 'win32') {
    expect(text).toContain(
      `WARNING   The dashboard's data folder: Every user of this machine may read chats.json in ${folder}.`,
    )
    expect(text).toContain(`\n          $ chmod 700 ${folder}`)
  }
  expect(told.at(-1)).toMatch(/^12 checks: /)
  // Whatever else is true of the machine that runs the test.
  expect(code).toBe(/critical/.test(told.at(-1) ?? '') ? 1 : 0)
})

test('what is critical ends it with 1', async () => {
  const { code, told, text } = await answerTo({ OLLAMA_HOST: 'http://127.0.0.1:9' })
  expect(text).toMatch(/^CRITICAL {2}Ollama answers: .*refused the connection/m)
  expect([code, told.at(-1)]).toEqual([1, expect.stringMatching(/^12 checks: \d critical/)])
})

test('of several servers each is told by its name', async () => {
  const { text } = await answerTo({ OLLAMA_INSTANCES: 'here=http://127.0.0.1:9,there=http://127.0.0.1:10' })
  expect(text).toMatch(/^here:\n/)
  expect(text).toMatch(/\n\nthere:\n/)
})

test('an environment that makes no sense is told as at the start', async () => {
  const { code, told, complaints } = await answerTo({ PORT: 'many' })
  expect([code, told]).toEqual([78, []])
  expect(complaints.join()).toContain('PORT')
})
