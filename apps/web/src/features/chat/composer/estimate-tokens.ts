/** Characters that are looked at: their mix stands for the rest, so that a pasted book costs no more than a page. */
const sampleLength = 4000

/** What a character takes: of words in Latin letters about a quarter, of scripts that write a syllable or word as one nearly a whole. */
const tokensPer = { latin: 0.25, dense: 0.8, other: 0.5 } as const
const latin = /[\p{Script=Latin}\p{Script=Common}]/gu
const dense = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu

/** How many tokens an image takes in most models that see. */
const tokensPerImage = 768

/** About how many tokens a model counts in a text with images. Each model counts in its own way. */
export function estimateTokens(text: string, images = 0): number {
  const sample = text.slice(0, sampleLength)
  const ofLatin = countOf(sample, latin)
  const ofDense = countOf(sample, dense)
  const ofOthers = Math.max(0, sample.length - ofLatin - ofDense)
  const tokens = ofLatin * tokensPer.latin + ofDense * tokensPer.dense + ofOthers * tokensPer.other
  return Math.round((text.length / Math.max(1, sample.length)) * tokens) + images * tokensPerImage
}

const countOf = (text: string, characters: RegExp): number => text.match(characters)?.length ?? 0

/** An estimate as people say it: 2 digits, the rest zeros. */
export function roundEstimate(tokens: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, tokens))) - 1)
  return Math.round(tokens / unit) * unit
}
