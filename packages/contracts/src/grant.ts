import { type Static, Type } from '@sinclair/typebox'
import { NamedClosed } from './common.ts'
import { limits } from './limits.ts'

const Pattern = Type.String({
  minLength: 1,
  maxLength: limits.modelNameLength,
  pattern: '^[^\\s\\u0000-\\u001F\\u007F]+$',
})

/**
 * What narrows the role of a key. An absent list narrows nothing. What a key may not see is left out of lists, counts, events
 * and search, and answers 404 by name.
 */
export const Grant = NamedClosed('Grant', {
  models: Type.Optional(
    Type.Array(
      { ...Pattern, examples: ['llama3.2:*', 'hf.co/team/*'] },
      {
        minItems: 1,
        maxItems: limits.grantPatterns,
        description: 'Names of models; `*` stands for any text',
      },
    ),
  ),
  instances: Type.Optional(
    Type.Array(
      { ...Pattern, examples: ['lab', 'gpu-*'] },
      {
        minItems: 1,
        maxItems: limits.grantPatterns,
        description: 'Names of Ollama servers; `*` stands for any text',
      },
    ),
  ),
  addresses: Type.Optional(
    Type.Array(
      Type.String({ minLength: 2, maxLength: 64, examples: ['192.168.1.0/24', '2001:db8::/32', '10.0.0.7'] }),
      {
        minItems: 1,
        maxItems: limits.grantPatterns,
        description: 'Networks (CIDR) or addresses that callers may come from',
      },
    ),
  ),
})
export type Grant = Static<typeof Grant>
