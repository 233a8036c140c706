import {
  gemma4,
  gibibyte,
  gigabyte,
  issue,
  layers,
  mebibyte,
  mistralOf7b,
  onMac,
  type PublishedMemory,
  qwen3of8b,
  smollmOf2b,
} from './published-sizes.ts'

const gptOss120b = {
  model: 'gpt-oss:120b',
  info: layers('gptoss', 36, 8, 64, { 'attention.sliding_window': 128 }),
  weights: 65_369_818_941,
}

export const within: readonly PublishedMemory[] = [
  {
    model: 'qwen2.5-coder:7b',
    info: layers('qwen2', 28, 4),
    weights: 4_683_087_561,
    context: 4096,
    published: 5_618_579_456,
    source: onMac('8fa47b36e5a7d368ee859c09a916f50cdc929085'),
  },
  {
    ...qwen3of8b,
    context: 4096,
    published: 6_499_533_824,
    source: onMac('096bccb8dc8909d9e85b9119abac74c6e550b0a3'),
  },
  {
    model: 'qwen3:1.7b',
    info: layers('qwen3', 28, 8),
    weights: 1_359_293_444,
    context: 4096,
    published: 2_392_883_541,
    source: onMac('83657f976225920847d0451e68b61cf798c2c835'),
  },
  {
    model: 'deepseek-r1:8b',
    info: layers('qwen3', 36, 8),
    weights: 5_225_376_047,
    context: 4096,
    published: 6_557_205_504,
    source: onMac('83657f976225920847d0451e68b61cf798c2c835'),
  },
  {
    ...mistralOf7b,
    context: 4096,
    published: 5_778_720_768,
    source: onMac('a4f582f26703847ef43293903b4360db9e40fafa'),
  },
  {
    // Made of Llama 3.1 8B, of whose manifest the size is.
    model: 'dolphin3:8b',
    info: layers('llama', 32, 8),
    weights: 4_920_753_328,
    context: 4096,
    published: 6_157_238_848,
    source: onMac('95c6e04a4b6e6296f657f0bc21521905d4259529'),
  },
  {
    model: 'codellama:7b',
    info: layers('llama', 32, 32),
    weights: 3_825_910_662,
    context: 4096,
    published: 6_927_104_512,
    source: onMac('c1669a8b42c2ffde8108085f0e92e21c28c38243'),
  },
  {
    ...smollmOf2b,
    context: 4096,
    published: 3_501_615_104,
    source: onMac('6605a32b348d2dfc6af8febd5c6bc38368c21d46'),
  },
  // Most of it on one GPU.
  { ...gptOss120b, version: '0.12.7', context: 8192, published: 66 * gigabyte, source: issue(12_752) },
  // On the CPU alone.
  { ...gptOss120b, version: '0.12.11', context: 32_768, gpus: 0, published: 66 * gigabyte, source: issue(13_152) },
  {
    // llama-server's own table, GPU and host; the same person's issue 16480 shows `-c 262144 -np 2`.
    ...gptOss120b,
    version: '0.30.0',
    context: 131_072,
    slots: 2,
    published: (71_326 + 1385) * mebibyte,
    source: issue(16_416),
  },
  {
    // December 2025, log of the llama.cpp runner: weights 275.62 + 8354.71, cache 800, to compute in 353.01 + 23.01 MiB.
    model: 'phi4:14b',
    info: layers('phi3', 40, 10),
    weights: 9_053_116_391,
    context: 4096,
    published: (275.62 + 8354.71 + 800 + 353.01 + 23.01) * mebibyte,
    source: issue(13_552),
  },
  {
    // February 2026, log: weights 9.3 + 8.4 GiB, as the manifest of that day is not kept; 4,096 tokens are the default there.
    // Months before 0.30.
    model: 'glm-4.7-flash',
    version: '0.24.0',
    info: layers('glm4moelite', 47, 20, 256, {
      'attention.key_length_mla': 576,
      'attention.kv_lora_rank': 512,
      'rope.dimension_count': 64,
    }),
    weights: 17.7 * gibibyte,
    context: 4096,
    published: 18.4 * gibibyte,
    source: issue(14_273),
  },
  {
    // Log: Gemma 4 E4B, whose last 18 layers read what earlier ones keep.
    model: 'gemma4:e4b',
    version: '0.21.0-rc1',
    info: gemma4(42, { sliding: 2, whole: 2 }, 512, 18),
    weights: 9_608_350_718,
    context: 4096,
    published: 10 * gibibyte,
    source: issue(15_634),
  },
  {
    model: 'qwen3-vl:8b',
    info: layers('qwen3vl', 36, 8),
    weights: 6_140_415_879,
    context: 4096,
    published: 7.4 * gigabyte,
    source: issue(15_634),
  },
  {
    model: 'gemma4:26b',
    version: '0.23.2',
    info: gemma4(30, { sliding: 8, whole: 2 }, 1024),
    weights: 17_987_581_215,
    context: 262_144,
    published: 24 * gigabyte,
    source: issue(16_752),
  },
  {
    model: 'gemma4:31b',
    version: '0.24.0',
    info: gemma4(60, { sliding: 16, whole: 4 }, 1024),
    weights: 19_868_981_317,
    context: 262_144,
    gpus: 2,
    published: 44.8 * gigabyte,
    source: issue(16_763),
  },
  {
    model: 'ministral-3:14b',
    version: '0.24.0',
    info: layers('mistral3', 40, 8),
    weights: 9_082_537_031,
    context: 111_616,
    gpus: 4,
    published: 29 * gigabyte,
    source: issue(16_591),
  },
  {
    // April 2026, Ollama's own engine: of its 48 layers 12 look back.
    model: 'qwen3.5:122b',
    info: layers('qwen35moe', 48, 2, 256),
    weights: 81_370_035_877,
    context: 262_144,
    published: 97 * gigabyte,
    source: issue(15_709),
  },
]
