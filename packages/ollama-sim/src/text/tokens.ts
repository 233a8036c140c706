import { createRandom, hashOf } from '../random.ts'

const CHARACTERS_PER_TOKEN = 4

export const countTokens = (text: string): number => Math.ceil(text.length / CHARACTERS_PER_TOKEN)

/** Numbers that look like the tokens of a text. */
export function tokenIds(text: string, count: number): number[] {
  const random = createRandom(hashOf(text))
  return Array.from({ length: count }, () => Math.floor(random() * 100_000))
}

export const defaultSentences: readonly string[] = [
  'A model that is already in memory answers at once, and one that is not has to be read from disk first.',
  'The context window decides how much of the conversation it can see.',
  'Every token of it costs a little memory, on top of the weights themselves.',
  'When the graphics card is full, some layers move to the processor, and the reply slows down.',
  'That is why a smaller quantisation is often the better choice.',
  'You can see both numbers next to each other and compare them.',
  'Keep the model loaded if you ask often, and let it unload if you do not.',
  'A longer prompt takes longer to read, but it does not change the pace of the reply.',
  'Here is a short summary of what matters most.',
  'First look at the memory, then at the speed, and only then at the size.',
]

export interface ReplyLength {
  readonly tokens: number
  /** Not one more, even where a sentence is cut. */
  readonly isExact: boolean
}

/** A reply as pieces of one token each, the same for the same seed; no sentence comes again before all others have. */
export function replyTokens(seed: number, length: ReplyLength, sentences: readonly string[]): string[] {
  const random = createRandom(seed)
  const tokens: string[] = []
  let deck: string[] = []
  while (tokens.length < length.tokens) {
    if (deck.length === 0) deck = shuffled(sentences, random)
    const text = `${tokens.length > 0 ? ' ' : ''}${deck.pop() ?? ''}`
    for (const token of text.match(/ ?[A-Za-z]+|[^A-Za-z]/g) ?? []) tokens.push(token)
  }
  return length.isExact ? tokens.slice(0, length.tokens) : tokens
}

/** Fisher and Yates. */
function shuffled(values: readonly string[], random: () => number): string[] {
  const deck = [...values]
  for (let last = deck.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    ;[deck[last], deck[other]] = [deck[other] ?? '', deck[last] ?? '']
  }
  return deck
}

const SHORTEST_REPLY = 60
const REPLY_SPREAD = 160

/** How long the model wants its reply to be. A prompt that asks for a number of words gets it. */
export function wantedLength(prompt: string, seed: number): ReplyLength {
  const asked = /(?<!\d)(\d{1,9}) (?:words|tokens)/.exec(prompt)?.[1]
  return asked === undefined
    ? { tokens: SHORTEST_REPLY + Math.floor(createRandom(seed)() * REPLY_SPREAD), isExact: false }
    : { tokens: Number(asked), isExact: true }
}
