import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { createDiskReader } from '../src/system/disk.ts'
import type { RunProgram } from '../src/system/run-program.ts'
import { fakeClock } from './fake-clock.ts'
import { exited } from './hosts.ts'
import { temporaryFolder } from './temporary-folder.ts'

const { signal } = new AbortController()
const volume = { bsize: 1_048_576, frsize: 4096, blocks: 1_000_000, bfree: 400_000, bavail: 350_000 }
const kibibyte = 1024

const readerOf = (readVolume: typeof volumeOf, run: RunProgram = never) =>
  createDiskReader({ run, clock: fakeClock(), readVolume, isLinux: true })
const volumeOf = async (_: string): Promise<Partial<typeof volume> & Omit<typeof volume, 'frsize'>> => volume
const never: RunProgram = () => Promise.reject(new Error('not expected to be run'))

test('the disk is that of the nearest folder that exists', async () => {
  const folder = await temporaryFolder()
  const { statfs } = await import('node:fs/promises')
  const read = readerOf(statfs)
  expect((await read(join(folder, 'not', 'yet', 'there'), signal))?.path).toBe(folder)
})

test('blocks are counted in the fragment size, as df does, and not in the optimal read size', async () => {
  expect(await readerOf(volumeOf)('/models', signal)).toEqual({
    path: '/models',
    total: 1_000_000 * 4096,
    used: 600_000 * 4096,
    free: 350_000 * 4096,
    percent: 63.2,
  })
})

test('where Node does not tell that size, df is asked', async () => {
  const asked = vi.fn<RunProgram>(async () =>
    exited(
      0,
      'Filesystem 1024-blocks    Used Available Capacity Mounted on\nmy nas:/share  4000000 2400000   1400000      64% /models\n',
    ),
  )
  const { frsize: _, ...older } = volume
  expect(await readerOf(async () => older, asked)('/models', signal)).toMatchObject({
    total: 4_000_000 * kibibyte,
    used: 2_400_000 * kibibyte,
    free: 1_400_000 * kibibyte,
  })
  expect(asked).toHaveBeenCalledWith('df', ['-Pk', '/models'], expect.anything())
})

test('a hanging mount is asked once, blocks nobody, and keeps its last values', async () => {
  const clock = fakeClock()
  let answer: Promise<typeof volume> = Promise.resolve(volume)
  const readVolume = vi.fn(() => answer)
  const read = createDiskReader({ run: never, clock, readVolume })
  const before = await read('/models', signal)

  const hung = Promise.withResolvers<typeof volume>()
  answer = hung.promise
  const first = read('/models', signal)
  await clock.advance(1000)
  expect(await first).toEqual(before)
  expect(await read('/models', signal), 'and from then on nobody waits').toEqual(before)
  expect(readVolume).toHaveBeenCalledTimes(2)

  hung.resolve({ ...volume, bfree: 0, bavail: 0 })
  await clock.advance(0)
  expect(await read('/models', signal)).toMatchObject({ free: 0 })
})
