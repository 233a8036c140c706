import { expect, test } from 'vitest'
import { leaveDemo } from '../src/demo/demo.ts'
import { createBackground } from '../src/kernel/background.ts'
import { fakeClock } from './fake-clock.ts'
import { fakeOllama, json } from './fake-ollama.ts'

test('a failure to go over to the real server is reported, and ends nothing else', async () => {
  const { url } = await fakeOllama(json({ version: '0.30.0' }))
  const clock = fakeClock()
  const reported: unknown[] = []
  const background = createBackground({ clock, report: (error) => reported.push(error) })
  const broken = new Error('A job cannot be cancelled.')
  const machine = { probe: { sample: () => Promise.reject(new Error('not asked')) }, modelsFolder: null }
  const demo = { url, machine, awaited: { url }, tried: 'localhost', reason: 'refused', left: undefined }
  await using _ = leaveDemo(demo, { clock, background, goOver: () => Promise.reject(broken) })
  await clock.advance(3000)
  await expect.poll(() => reported).toEqual([broken])
  expect(background.failures()).toMatchObject([{ work: 'leaving the demo', count: 1 }])
})
