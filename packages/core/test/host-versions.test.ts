import { expect, onTestFinished, test } from 'vitest'
import { localHost } from '../src/system/local-host.ts'
import { createWatchedHost } from '../src/system/watched-host.ts'
import { fakeClock } from './fake-clock.ts'

test('the operating system is told of a real host, with the processor it is for, and not of a simulated one', () => {
  const clock = fakeClock()
  const here = localHost({ diskOf: '/', clock })
  const { sample } = here
  const host = createWatchedHost({ probe: { sample }, modelsFolder: null }, clock)
  onTestFinished(() => host[Symbol.dispose]())
  expect(host.operatingSystem()).toBeNull()
  host.watch({ probe: here, modelsFolder: null })
  expect(host.operatingSystem()).toMatch(new RegExp(`^\\S+ \\S+ \\(${process.arch}\\)$`))
})
