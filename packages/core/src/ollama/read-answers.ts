import { countOf, isObject, type JsonObject, objectOf, textOf, textsOf } from './json-value.ts'
import type { ChatLine, InstalledModel, LoadedModel, OllamaModelDetails, PullLine, ShownModel } from './ollama.ts'

/** Rows that have a name; the others are nothing that could be shown or acted on. */
function rowsOf(answer: unknown): (JsonObject & { readonly name: string })[] {
  const { models } = objectOf(answer)
  if (!Array.isArray(models)) return []
  return models.filter(isObject).flatMap((row) => {
    const name = textOf(row['name']) ?? textOf(row['model'])
    return name === null ? [] : [{ ...row, name }]
  })
}

function detailsOf(value: unknown): OllamaModelDetails {
  const details = objectOf(value)
  return {
    format: textOf(details['format']),
    family: textOf(details['family']),
    families: textsOf(details['families']) ?? [],
    parent_model: textOf(details['parent_model']),
    parameter_size: textOf(details['parameter_size']),
    quantization_level: textOf(details['quantization_level']),
  }
}

/** Lists before 0.30 lack the context of a model, and say so by leaving it out, or by a zero. */
const contextOf = (row: JsonObject): number | null =>
  contextTold(row['context_length']) ?? contextTold(objectOf(row['details'])['context_length'])

/** A context of nothing is none. */
const contextTold = (value: unknown): number | null => countOf(value) || null

const isRemote = (row: JsonObject): boolean =>
  textOf(row['remote_host']) !== null || textOf(row['remote_model']) !== null

export const readInstalled = (answer: unknown): InstalledModel[] =>
  rowsOf(answer).map((row) => ({
    name: row.name,
    digest: textOf(row['digest']),
    size: countOf(row['size']),
    modifiedAt: textOf(row['modified_at']),
    details: detailsOf(row['details']),
    capabilities: textsOf(row['capabilities']),
    contextLength: contextOf(row),
    remote: isRemote(row),
  }))

export const readLoaded = (answer: unknown): LoadedModel[] =>
  rowsOf(answer).map((row) => ({
    name: row.name,
    digest: textOf(row['digest']),
    size: countOf(row['size']),
    sizeVram: countOf(row['size_vram']),
    contextLength: contextTold(row['context_length']),
    expiresAt: textOf(row['expires_at']),
    details: detailsOf(row['details']),
  }))

export function readShown(answer: unknown): ShownModel {
  const shown = objectOf(answer)
  return {
    details: detailsOf(shown['details']),
    capabilities: textsOf(shown['capabilities']),
    parameters: textOf(shown['parameters']),
    template: textOf(shown['template']),
    system: textOf(shown['system']),
    license: textOf(shown['license']),
    modelfile: textOf(shown['modelfile']),
    modelInfo: objectOf(shown['model_info']),
    remote: isRemote(shown),
  }
}

export function readPullLine(line: unknown): PullLine {
  const { status, digest, total, completed } = objectOf(line) as JsonObject & PullLine
  return { status: textOf(status) ?? '', digest: textOf(digest), total: countOf(total), completed: countOf(completed) }
}

export function readChatLine(line: unknown, bytes: Uint8Array): ChatLine {
  const raw = objectOf(line)
  const { content, thinking, tool_calls } = objectOf(raw['message'])
  return {
    raw,
    bytes,
    content: typeof content === 'string' ? content : '',
    thinking: typeof thinking === 'string' ? thinking : '',
    toolCalls: Array.isArray(tool_calls) ? tool_calls : [],
    done: raw['done'] === true,
    doneReason: textOf(raw['done_reason']),
    promptTokens: countOf(raw['prompt_eval_count']),
    completionTokens: countOf(raw['eval_count']),
    evalDurationNs: countOf(raw['eval_duration']),
    loadDurationNs: countOf(raw['load_duration']),
  }
}
