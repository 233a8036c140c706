import type { Grant } from '@ollama-dashboard/contracts'
import { describe, expect, test } from 'vitest'
import { coversGrant, holdGrant } from '../src/kernel/rights/held-grant.ts'
import { readNetwork } from '../src/kernel/rights/networks.ts'
import { narrowed, seenOf, sees } from '../src/kernel/rights/sees.ts'
import { caller, narrowedCaller } from './caller.ts'

describe('addresses', () => {
  const has = (addresses: readonly string[], from: string) =>
    holdGrant({ addresses: [...addresses] }).addresses?.has(from)

  test.each([
    ['10.0.0.7', '10.0.0.7', true],
    ['10.0.0.7', '::ffff:10.0.0.7', true],
    ['::ffff:10.0.0.0/104', '10.200.0.1', true],
    ['192.168.1.0/24', '192.168.1.255', true],
    ['192.168.1.77/24', '192.168.1.1', true],
    ['0.0.0.0/0', '203.0.113.9', true],
    ['2001:db8::/32', '2001:DB8:0:1::9', true],
    ['fe80::/10', 'fe80::1%eth0', true],
    ['192.168.1.0/24', '192.168.2.1', false],
    ['10.0.0.7', '10.0.0.70', false],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '10.0.0.7', false],
    ['::/0', '::ffff:10.0.0.7', false],
    ['2001:db8::/32', '2001:db9::1', false],
    ['10.0.0.0/8', 'unknown', false],
    ['10.0.0.0/8', '', false],
  ])('%s lets in %s: %s', (network, from, isIn) => {
    expect(has([network], from)).toBe(isIn)
  })

  test.each([
    '10.0.0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0.0/8/8',
    '::/129',
    'fe80::1%eth0',
    'host',
    '*',
    '',
  ])('"%s" is no network', (text) => {
    expect(readNetwork(text)).toBeNull()
  })
})

describe('a grant covers', () => {
  test.each<[string, Grant | null, Grant | null, boolean]>([
    ['nothing narrows either', null, null, true],
    ['a part of everything', null, { models: ['a'] }, true],
    ['everything, which it does not', { models: ['*a*'] }, null, false],
    ['fewer models', { models: ['a*', 'b'] }, { models: ['abc:*'] }, true],
    ['another model', { models: ['a'] }, { models: ['a', 'c'] }, false],
    ['more servers', { models: ['a'], instances: ['lab'] }, { models: ['a'] }, false],
    ['a part of its servers', { instances: ['gpu-*'] }, { instances: ['gpu-1'], models: ['a'] }, true],
    ['servers that are spelt alike', { instances: ['lab'] }, { instances: ['LAB'] }, false],
    ['a smaller network', { addresses: ['10.0.0.0/8'] }, { addresses: ['10.1.0.0/16', '10.0.0.7'] }, true],
    ['a larger network', { addresses: ['10.1.0.0/16'] }, { addresses: ['10.0.0.0/8'] }, false],
    ['any address', { addresses: ['10.0.0.0/8'] }, {}, false],
    ['other addresses of its networks', {}, { addresses: ['::/0'] }, true],
  ])('%s', (_, outer, inner, isCovered) => {
    expect(coversGrant(outer && holdGrant(outer), inner && holdGrant(inner))).toBe(isCovered)
  })
})

test('who is narrowed sees what its patterns match, on the servers that they match', () => {
  const { actor } = narrowedCaller({ models: ['llama3.2:*'], instances: ['lab'] })
  expect(sees(actor, { model: 'Llama3.2:3b', instance: 'lab' })).toBe(true)
  expect(sees(actor, { model: 'llama3.2:3b' })).toBe(true)
  expect(sees(actor, { instance: 'lab' })).toBe(true)
  expect(sees(actor, {})).toBe(true)
  expect(sees(actor, { model: 'llama3.2:3b', instance: 'default' })).toBe(false)
  expect(sees(actor, { model: 'qwen3:14b', instance: 'lab' })).toBe(false)
  expect(sees(narrowedCaller({ addresses: ['10.0.0.7'] }).actor, { model: 'qwen3:14b', instance: 'any' })).toBe(true)
})

test('for who is not narrowed nothing is copied, and for others one view is made of each original and grant', () => {
  const list = { models: ['a:1', 'b:1'] }
  let made = 0
  const view = narrowed<typeof list>(({ models }, actor) => {
    made += 1
    return { models: models.filter((model) => sees(actor, { model })) }
  })
  const { actor } = narrowedCaller({ models: ['a:*'] })
  expect(view(list, caller().actor)).toBe(list)
  expect(seenOf(caller().actor, list.models, (model) => ({ model }))).toBe(list.models)
  expect(view(list, actor)).toEqual({ models: ['a:1'] })
  expect(view(list, actor)).toBe(view(list, actor))
  expect(view({ models: ['b:2'] }, actor)).toEqual({ models: [] })
  expect(made).toBe(2)
})
