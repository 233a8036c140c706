import { AlertId } from '../../src/alerts.ts'
import { GivenName } from '../../src/characters.ts'
import { InstanceName } from '../../src/common.ts'
import { ConversationId, ConversationMessage } from '../../src/conversation.ts'
import { durationForm } from '../../src/go-duration.ts'
import { Grant } from '../../src/grant.ts'
import { contract, ListedModelName, ModelName } from '../../src/index.ts'
import { Permission, RoleName } from '../../src/roles.ts'
import { SettingsFile } from '../../src/settings-input.ts'

/** A pattern in words, with texts that fit it and neighbours of them that do not. */
export interface Form {
  readonly words: string
  readonly accepts: readonly string[]
  readonly refuses: readonly string[]
}

const long = (length: number) => 'a'.repeat(length)

const modelName: Form = {
  words: "a name by Ollama's grammar: `host/namespace/model:tag`, of which only the model is needed",
  accepts: [
    'llama3',
    'llama3.2:3b',
    'library/llama3:latest',
    'hf.co/org/model:Q4_K_M',
    'registry.ollama.ai/library/x:latest',
    '127.0.0.1:5050/library/tiny:latest',
    '_x:1',
    `${long(80)}:${long(80)}`,
  ],
  refuses: [
    '',
    '../../etc/passwd',
    'a..b',
    '/llama3',
    'llama3/',
    '.hidden',
    '-x',
    'llama3\n',
    'llama\u0007',
    'llama 3',
    'llama3:',
    'llama3:a:b',
    // A dot in the namespace.
    'hf.co/model',
    'a/b/c/d',
    'https://hf.co/org/model',
    'llamä',
    long(4096),
    long(81),
    `a:${long(81)}`,
  ],
}

const listedModelName: Form = {
  words: 'a name that a server may list: up to three parts, without `..`, `%`, `\\`, blanks and control characters',
  accepts: ['llama3.2:3b', 'hf.co/some.user/M-GGUF:Q4', 'llama3:a:b', 'llamä', '@cf/meta/llama', long(593)],
  refuses: [
    '',
    '../../etc/passwd',
    '/llama3',
    'llama3/',
    '.hidden',
    'a/b/c/d',
    'llama3\n',
    'a\u0000',
    'a%2e',
    'a\\b',
    ' a',
    'a ',
    'llama 3',
    'a..b',
    long(594),
  ],
}

const duration: Form = {
  words: 'a duration such as `5m` or `1h30m`, up to 292 years',
  accepts: [
    ...['5m', '1h30m', '-1m', '0', '1.5h', '100ms', '.5s', '1.s', '2540400h', '1h2m3s4ms5us6µs7μs8ns'],
    // The most that Go holds.
    ...['2562047h47m16.854775807s', '-2562047h47m16.854775807s', '9223372036854775807ns'],
  ],
  refuses: [
    ...['300', '-1', '', 'm', '5 m', 'forever', '5d', '1s\n'],
    ...['9999999h', '-9999999h', '2562047h47m16.854775808s', '9223372036854775808ns', `${'9'.repeat(63)}h`],
  ],
}

const id: Form = {
  words: 'letters, digits, `_` and `-`',
  accepts: ['2f6c0a4e-41f1', 'my_conversation', long(64)],
  refuses: ['', 'a b', 'a/b', 'a.b', 'ä', 'a\n', long(65)],
}

const instanceName: Form = {
  words: 'letters, digits, `_`, `-` and `.`; the first is a letter or digit',
  accepts: ['lab', 'gpu-server', 'a.b_c', '1', long(64)],
  refuses: ['', '.lab', '-lab', '_lab', 'a b', 'a/b', 'lab\n', long(65)],
}

const givenName: Form = {
  words: 'no control characters but line breaks, tabs and NULs, which are kept as spaces',
  accepts: ['Strict reviewer', 'Zwei\nZeilen', 'ä短🙂'],
  refuses: ['bell\u0007', 'escape\u001b[31m', 'delete\u007f', 'next line\u0085'],
}

const moment: Form = {
  words: 'a time by RFC 3339, in any zone',
  accepts: ['2026-01-31T12:00:00Z', '2026-01-31t23:59:59.123456789+14:00'],
  refuses: [
    '2026-13-31T12:00:00Z',
    '2026-01-32T12:00:00Z',
    '2026-01-31T24:00:00Z',
    '2026-01-31',
    '2026-01-31T12:00:00',
    '',
  ],
}

const capability: Form = {
  words: 'small letters and `_`',
  accepts: ['vision', 'tool_use'],
  refuses: ['', 'Vision', 'tool-use', 'a1'],
}

const memberName: Form = {
  words: 'any name but `__proto__` and `constructor`',
  accepts: ['llama3.2:3b', 'proto'],
  refuses: ['__proto__', 'constructor'],
}

const roleName: Form = {
  words: 'small letters, digits, `_` and `-`, a letter first',
  accepts: ['viewer', 'night-shift', 'a1_'],
  refuses: ['', '1a', '-a', 'Night', 'night shift', 'nïght'],
}

const alertId: Form = {
  words: 'letters, digits, `_` and `-`',
  accepts: ['vram_high', 'k3JxQ0aZ', '-'],
  refuses: ['', 'vram high', 'vram.high', 'größe', 'a/b'],
}

const permission: Form = {
  words: 'an operation (`models.start`), a group (`models.*`) or `*`',
  accepts: ['*', 'models.*', 'models.start'],
  refuses: ['', 'models', 'models.', '*.start', 'models.start.now', 'models.st*'],
}

const grantPattern: Form = {
  words: 'a name in which `*` stands for any text, without blanks and control characters',
  accepts: ['*', 'llama3.2:*', 'hf.co/team/*', '短く'],
  refuses: ['', 'llama 3', 'llama3\n', 'llama\u0007'],
}

/** The pattern of a schema that has one. */
const patternOf = ({ pattern }: { readonly pattern?: string }): string => pattern ?? ''

const forms: ReadonlyMap<string, Form> = new Map([
  [patternOf(ModelName), modelName],
  [patternOf(ListedModelName), listedModelName],
  [durationForm.pattern, duration],
  [patternOf(ConversationId), id],
  [patternOf(InstanceName), instanceName],
  [patternOf(GivenName({ maxLength: 1, examples: [] })), givenName],
  [patternOf(ConversationMessage.properties.created_at), moment],
  [patternOf(contract.catalogue.list.query.properties.capability), capability],
  [patternOf(RoleName), roleName],
  [patternOf(AlertId.properties.id), alertId],
  [patternOf(Permission), permission],
  [patternOf(Grant.properties.models.items), grantPattern],
  [Object.keys(SettingsFile.patternProperties)[0] ?? '', memberName],
])

/** Throws where nobody has said what a pattern means, and which texts are just right and just wrong. */
export function formOf(pattern: string): Form {
  const form = forms.get(pattern)
  if (form) return form
  throw new Error(`The pattern ${pattern} has no words and no examples in packages/contracts/test/rules/forms.ts.`)
}
