import { expect, test } from 'vitest'
import { createHide } from '../src/kernel/hidden-secrets.ts'

const hide = createHide(['geheim-und-lang', 'geheim-und-lang-2', 'mit "Zeichen" und/mehr', 'kurz'])

test.each([
  ['as it is', 'The key geheim-und-lang is wrong.', 'The key … is wrong.'],
  ['longer than another one', 'geheim-und-lang-2', '…'],
  ['in JSON', JSON.stringify({ key: 'mit "Zeichen" und/mehr' }), '{"key":"…"}'],
  ['in an address', `/a?k=${encodeURIComponent('mit "Zeichen" und/mehr')}&b=1`, '/a?k=…&b=1'],
])('a secret is hidden %s', (_, text, expected) => {
  expect(hide(text)).toBe(expected)
})

test.each([
  ['made at run time', `od_abcdefghij_${'x-_Y'.repeat(11).slice(0, 43)}_0123abcd`],
  ['of the first start', `od_${'A1b2'.repeat(11).slice(0, 43)}`],
])('a key %s is known by its form', (_, key) => {
  expect(hide(`model "${key}" is not installed`)).toBe('model "…" is not installed')
})

test.each(['od_short', 'kurz', 'food_abcdefghij', 'llama3.2:3b', ''])('%s stays', (text) => {
  expect(hide(text)).toBe(text)
})
