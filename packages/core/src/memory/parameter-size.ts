const parametersPer: Readonly<Record<string, number>> = { '': 1, K: 1e3, M: 1e6, B: 1e9, T: 1e12 }

/**
 * The number of parameters behind "8.0B", "751.63M", "1.5T" or "671b"; null for what is none. A mixture such as "8x7B"
 * is counted as experts × size, which is more than it has: its experts share their attention (Mixtral 8x7B has 46.7B).
 */
export function parseParameterSize(text: string): number | null {
  const [, experts = '1', size, unit = ''] = /^(?:(\d+)x)?(\d+(?:\.\d+)?)([KMBT]?)$/i.exec(text.trim()) ?? []
  return size === undefined
    ? null
    : Math.round(Number(experts) * Number(size) * (parametersPer[unit.toUpperCase()] ?? 1))
}

/**
 * Bits of one parameter, by the names that Ollama gives to quantisations (fs/ggml/type.go). Measured over a whole
 * Llama 3.1 8B: tools/quantize/README.md of llama.cpp at 311c2c9f; of the others, which are not in its table, the size of
 * a block (ggml-common.h).
 */
const bitsPerParameter: Readonly<Record<string, number>> = {
  F32: 32,
  F16: 16,
  BF16: 16,
  Q8_0: 8.5,
  Q6_K: 6.56,
  Q5_K_M: 5.7,
  Q5_K_S: 5.57,
  Q5_1: 6,
  Q5_0: 5.5,
  Q4_K_M: 4.89,
  Q4_K_S: 4.67,
  Q4_1: 5,
  Q4_0: 4.5,
  IQ4_NL: 4.68,
  IQ4_XS: 4.46,
  MXFP4: 4.25,
  MXFP4_MOE: 4.25,
  NVFP4: 4.5,
  Q3_K_L: 4.3,
  Q3_K_M: 4,
  Q3_K_S: 3.64,
  IQ3_M: 3.76,
  IQ3_S: 3.66,
  IQ3_XS: 3.5,
  IQ3_XXS: 3.25,
  Q2_K: 3.16,
  Q2_K_S: 2.97,
  IQ2_M: 2.93,
  IQ2_S: 2.74,
  IQ2_XS: 2.59,
  IQ2_XXS: 2.38,
  IQ1_M: 2.15,
  IQ1_S: 2,
}

/** What a model's weights take, bytes, where only its size in words is known; null where one of the words is not. */
export function weightsOf(parameterSize: string, quantizationLevel: string): number | null {
  const parameters = parseParameterSize(parameterSize)
  const bits = bitsPerParameter[quantizationLevel.trim().toUpperCase()]
  return parameters === null || bits === undefined ? null : Math.round((parameters * bits) / 8)
}
