import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonBeyondLimits, jsonLimits } from '../src/json/json-scan.ts'
import { readJson, readJsonInParts } from '../src/json/read-json.ts'

const small = { maxDepth: 4, maxValues: 10, maxKeys: 3 }

describe('text from outside', () => {
  test('is what JSON.parse makes of it, whatever stands in its strings', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(readJson(text)).toEqual(JSON.parse(text))
      }),
    )
  })

  test.each([
    ['nested too deep', '[[[[[1]]]]]', 'must not be nested deeper than 4 levels'],
    ['of too many items', `[${'0,'.repeat(10)}0]`, 'must have at most 10 values'],
    ['of too many empty lists', `[${'[],'.repeat(6)}0]`, 'must have at most 10 values'],
    ['of too many keys', '{"a":1,"b":1,"c":1,"d":1}', 'must have at most 3 different keys'],
    ['of keys in many objects', '[{"a":1},{"b":1},{"c":{"d":1}}]', 'must have at most 3 different keys'],
  ])('%s is refused before a value of it is made', (_, text, message) => {
    const parse = () => {
      throw new Error('It was parsed.')
    }
    expect(() => readJson(text, parse, small)).toThrow(new JsonBeyondLimits(message))
  })

  test.each([
    ['brackets in a string', '["[[[[[[[[[[[{{{{,,,,,,,,,,,,::::"]'],
    ['escaped quotes', String.raw`["\"[[[[[[\\\"[[[[[[", "\\"]`],
    ['the same key again and again', '[{"a":1},{"a":2},{"a":3},{"a":4}]'],
    ['strings that are no keys', '["a","b","c","d","e"]'],
    ['strings as values', '{"a":"b","c":"d","e":"f"}'],
  ])('is not refused for %s', (_, text) => {
    expect(readJson(text, JSON.parse, small)).toEqual(JSON.parse(text))
  })

  test('that is no JSON is for the parser to refuse', () => {
    expect(() => readJson(']'.repeat(1000))).toThrow(SyntaxError)
  })

  test('is stopped at the first level too many, not at the end of it', () => {
    const looked: number[] = []
    const text = '['.repeat(100_000)
    const watched = new Proxy(new String(text), {
      get(target, name) {
        if (name !== 'charCodeAt') return Reflect.get(target, name, target)
        return (at: number) => {
          looked.push(at)
          return text.charCodeAt(at)
        }
      },
    })
    expect(() => readJson(watched as unknown as string)).toThrow(JsonBeyondLimits)
    expect(looked.length).toBeLessThanOrEqual(jsonLimits.maxDepth + 1)
  })
})

describe('a long text in parts', () => {
  const long = 'x'.repeat(100_000)
  const conversation = (id: number) => ({ id: `s${id}`, text: long, messages: [{ role: 'user', content: '"},{' }] })
  const file = { conversations: Array.from({ length: 8 }, (_, id) => conversation(id)), note: ['a', null, { b: 1 }] }

  test.each([null, 2, 9])('at depth %s is the same as the text in one go', async (partDepth) => {
    expect(await readJsonInParts(JSON.stringify(file), { partDepth })).toEqual(file)
  })

  test('is parsed piece by piece, none longer than one part and what is around them', async () => {
    const lengths: number[] = []
    const parse = (text: string) => {
      lengths.push(text.length)
      return JSON.parse(text)
    }
    await readJsonInParts(JSON.stringify(file), { parse, partDepth: 2 })
    expect(lengths).toHaveLength(10)
    expect(Math.max(...lengths)).toBeLessThan(101_000)
  })

  test('lets others have a turn in between', async () => {
    let turns = 0
    let isOver = false
    const count = () => {
      turns += 1
      if (!isOver) setImmediate(count)
    }
    setImmediate(count)
    await readJsonInParts(JSON.stringify(file), { partDepth: 2 })
    isOver = true
    expect(turns).toBeGreaterThan(8)
  })

  test('of two parts under one key has the last, as JSON.parse does', async () => {
    const text = `{"a":{"n":1,"x":"${long.repeat(3)}"},"a":{"n":2},"b":[3]}`
    expect(await readJsonInParts(text, { partDepth: 1 })).toEqual({ a: { n: 2 }, b: [3] })
  })

  test.each(['{[PART]:1}', '[[PART][PART]]', '[[PART]', '[PART}]', '[[PART],]'])(
    'is refused where it is no JSON around its parts: %s',
    async (form) => {
      const text = form.replaceAll('[PART', `["${long.repeat(3)}"`)
      await expect(readJsonInParts(text, { partDepth: 1 })).rejects.toThrow(SyntaxError)
    },
  )

  test('may have more values than one part may, and not without an end', async () => {
    const limits = { ...small, maxValues: 10, maxValuesOfAllParts: 30 }
    const text = (parts: number) => `["${long.repeat(3)}",${'[0,0,0,0,0],'.repeat(parts)}0]`
    expect(await readJsonInParts(text(4), { limits, partDepth: 1 })).toHaveLength(6)
    await expect(readJsonInParts(text(7), { limits, partDepth: 1 })).rejects.toThrow('must have at most 30 values')
    await expect(readJsonInParts(text(4), { limits })).rejects.toThrow('must have at most 10 values')
  })
})
