// A recording tells of a long request what it held, not its bytes. These hold as many tokens for the simulator, which counts four
// characters as one and five tokens around each message, as the recorded ones did for their model, which counts every byte.

const words = (tokens: number) => 'word'.repeat(tokens)
const chatOf = (...contents: readonly string[]) =>
  contents.map((content, place) => ({ role: place % 2 === 0 ? 'user' : 'assistant', content }))

const overflowing = chatOf(words(1195), words(1), words(13))
const fitting = chatOf(words(432))
const options = { num_ctx: 512, num_predict: 4, seed: 1 }
/** The system prompt and the space after it come first. */
const prompt = words(5017).slice('You are small. '.length)

export const longRequests: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'long body': {},
  'input of 2,000 words, truncate:false': { input: words(2000), truncate: false },
  'input of 2,000 words': { input: words(2000) },
  'prompt of 1,000 words (5,000 byte tokens), num_ctx 512': { prompt, stream: false, options },
  'prompt of 1,000 words (5,000 byte tokens), num_ctx 2048': {
    prompt,
    stream: false,
    options: { ...options, num_ctx: 2048 },
  },
  'chat whose first message overflows num_ctx 512': { messages: overflowing, stream: false, options },
  'prompt of 1,000 words, num_ctx 512, truncate:false': {
    prompt,
    stream: false,
    truncate: false,
    options: { num_ctx: 512, num_predict: 4 },
  },
  'chat whose first message overflows num_ctx 512, truncate:false': {
    messages: overflowing,
    truncate: false,
    options,
  },
  'chat whose only message overflows num_ctx 512': { messages: chatOf(words(1212)), options },
  'prompt of 420 characters fits num_ctx 512, the reply of 200 runs past it, truncate:false': {
    messages: fitting,
    truncate: false,
    options: { ...options, num_predict: 200 },
  },
  'the same with shift:false': { messages: fitting, shift: false, options: { ...options, num_predict: 200 } },
}
