import { createRandom, hashOf } from '../random.ts'

/** How sure the model was of each token, and of the ones it did not choose. */
export function logprobsOf(tokens: readonly string[], top: number) {
  return tokens.map((token) => {
    const random = createRandom(hashOf(token))
    const chosen = entry(token, -random())
    const others = Array.from({ length: top }, (_, rank) =>
      rank === 0 ? chosen : entry(` ${rank}`, chosen.logprob - rank),
    )
    return top > 0 ? { ...chosen, top_logprobs: others } : chosen
  })
}

const entry = (token: string, logprob: number) => ({ token, logprob, bytes: [...Buffer.from(token)] })
