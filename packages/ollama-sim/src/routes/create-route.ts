import { ApiError } from '../http/api-error.ts'
import type { Exchange } from '../http/exchange.ts'
import { bindJson, isObject, textOf } from '../http/request-body.ts'
import type { Machine } from '../machine.ts'
import { sendProgress } from '../registry/progress.ts'
import { create } from '../store/create.ts'
import { askedModel } from '../store/find-model.ts'
import { readModelName } from '../store/model-name.ts'

const CREATE_REQUEST = {
  name: 'CreateRequest',
  fields: {
    model: 'string',
    name: 'string',
    from: 'string',
    files: 'map[string]string',
    template: 'string',
    system: 'string',
    parameters: 'map[string]interface {}',
    messages: '[]api.Message',
    quantize: 'string',
    stream: 'bool',
  },
} as const

/** POST /api/create: a model out of an installed one or out of uploaded files. */
export async function createModel(machine: Machine, exchange: Exchange): Promise<void> {
  const body = bindJson(exchange.body, CREATE_REQUEST)
  const { files, parameters, messages, license } = body
  const digests = isObject(files) ? Object.entries(files).map(([path, digest]) => [path, textOf(digest)] as const) : []
  if (!digests.every(([path]) => isRelative(path))) throw new ApiError(400, 'file path must be relative')
  if (digests.some(([, digest]) => digest === '')) throw new ApiError(400, 'invalid digest format')
  const steps = create(machine, {
    name: readModelName(askedModel(body)),
    from: textOf(body['from']),
    files: isObject(files) ? Object.fromEntries(digests) : undefined,
    template: textOf(body['template']),
    system: textOf(body['system']),
    licenses: (Array.isArray(license) ? license : [license]).map(textOf).filter((text) => text !== ''),
    parameters: isObject(parameters) ? parameters : {},
    messages: (Array.isArray(messages) ? messages : [])
      .filter(isObject)
      .map(({ role, content }) => ({ role: textOf(role), content: textOf(content) })),
    quantize: textOf(body['quantize']),
    signal: exchange.signal,
  })
  await sendProgress(exchange, steps, { streams: body['stream'] !== false })
}

const isRelative = (path: string) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
