import { expect, test } from 'vitest'
import { createHeldVram } from '../src/watchdog/held-vram.ts'

const gib = 1024 ** 3

test.each([
  [
    'all of it came back',
    [
      [8, 9],
      [0, 1],
    ],
    0,
  ],
  [
    'nothing came back',
    [
      [8, 9],
      [0, 9],
    ],
    8,
  ],
  [
    'most came back',
    [
      [8, 9],
      [0, 3],
    ],
    0,
  ],
  [
    'a desktop takes a little while a small model leaves',
    [
      [0.4, 1.4],
      [0, 1.4],
    ],
    0,
  ],
  [
    'others take memory after it came back',
    [
      [8, 9],
      [0, 1],
      [0, 20],
    ],
    0,
  ],
  [
    'it comes back late',
    [
      [8, 9],
      [0, 9],
      [0, 1],
      [0, 9],
    ],
    0,
  ],
  [
    'a model was there for less than a reading',
    [
      [8, 0.5],
      [0, 9],
    ],
    0,
  ],
  [
    'another model is loaded',
    [
      [8, 9],
      [0, 9],
      [2, 12],
    ],
    0,
  ],
  ['nothing was ever loaded', [[0, 20]], 0],
] as const)('of the VRAM of a model, where %s', (_, readings, held) => {
  const look = createHeldVram()
  const told = readings.map(([loaded, used]) => look({ loaded: loaded * gib, used: used * gib }))
  expect(told.at(-1)).toBe(held * gib)
})
