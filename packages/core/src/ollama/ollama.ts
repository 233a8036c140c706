import type { KeepAlive } from '@ollama-dashboard/contracts'

export interface OllamaModelDetails {
  readonly format: string | null
  readonly family: string | null
  readonly families: readonly string[]
  readonly parent_model: string | null
  readonly parameter_size: string | null
  readonly quantization_level: string | null
}

/** What a model can do, and the context in tokens that it was trained for; null where Ollama does not tell. */
export interface Traits {
  readonly capabilities: readonly string[] | null
  readonly contextLength: number | null
}

/** A row of `/api/tags`. Older servers tell neither capabilities nor context: then they are null. */
export interface InstalledModel {
  readonly name: string
  readonly digest: string | null
  readonly size: number | null
  readonly modifiedAt: string | null
  readonly details: OllamaModelDetails
  readonly capabilities: readonly string[] | null
  readonly contextLength: number | null
  readonly remote: boolean
}

/** A row of `/api/ps`: `size` is bytes in memory, `sizeVram` the part of it on GPUs. */
export interface LoadedModel {
  readonly name: string
  readonly digest: string | null
  readonly size: number | null
  readonly sizeVram: number | null
  readonly contextLength: number | null
  readonly expiresAt: string | null
  readonly details: OllamaModelDetails
}

/** What `/api/show` tells. Arrays in `modelInfo` are null unless asked for with `verbose`. */
export interface ShownModel {
  readonly details: OllamaModelDetails
  readonly capabilities: readonly string[] | null
  readonly parameters: string | null
  readonly template: string | null
  readonly system: string | null
  readonly license: string | null
  readonly modelfile: string | null
  readonly modelInfo: Readonly<Record<string, unknown>>
  readonly remote: boolean
}

/** A line of a pull. `completed` may run backwards; `digest` is what progress belongs to. */
export interface PullLine {
  readonly status: string
  readonly digest: string | null
  readonly total: number | null
  readonly completed: number | null
}

export interface LoadRequest {
  readonly keepAlive?: KeepAlive
  /** Runner options, in Ollama's own names; only what differs from the default. */
  readonly options?: Readonly<Record<string, unknown>>
  /** An embedding model takes no prompt: it is loaded through `/api/embed`. */
  readonly embedding?: boolean
}

/** A chat as Ollama takes it: always `/api/chat`, always as a stream. */
export interface ChatCall {
  readonly model: string
  readonly messages: readonly object[]
  readonly options?: Readonly<Record<string, unknown>>
  readonly think?: unknown
  readonly format?: unknown
  readonly tools?: readonly object[]
  readonly keep_alive?: KeepAlive
  /** False: a prompt over the context is refused, and not cut. Servers before 0.12.6 do not know it. */
  readonly truncate?: false
}

/** A line of a reply: Ollama's own object, and what the dashboard looks at. Counters come with the last line alone. */
export interface ChatLine {
  readonly raw: Readonly<Record<string, unknown>>
  /** The raw line, including the newline. */
  readonly bytes: Uint8Array
  readonly content: string
  readonly thinking: string
  readonly toolCalls: readonly unknown[]
  readonly done: boolean
  /** Why the reply is over, with the last line: `stop`, `length`, `load`, `unload`, or what a server calls it. */
  readonly doneReason: string | null
  readonly promptTokens: number | null
  readonly completionTokens: number | null
  /** Nanoseconds, as Ollama counts. */
  readonly evalDurationNs: number | null
  readonly loadDurationNs: number | null
  readonly promptDurationNs: number | null
}

/**
 * One Ollama server, in values that no longer depend on its version. Every call throws DashboardError with the code of
 * the failure, and ends at once when its signal aborts. Nothing is retried here.
 */
export interface Ollama extends AsyncDisposable {
  version(signal?: AbortSignal): Promise<string>
  installed(signal?: AbortSignal): Promise<readonly InstalledModel[]>
  loaded(signal?: AbortSignal): Promise<readonly LoadedModel[]>
  show(name: string, options?: { verbose?: boolean }, signal?: AbortSignal): Promise<ShownModel>
  /** Resolves when the model is in memory. */
  load(name: string, request: LoadRequest, signal?: AbortSignal): Promise<void>
  /** Yields lines as they come and ends after the last one; a stream that ends without it throws `stream_truncated`. */
  chat(call: ChatCall, signal?: AbortSignal): AsyncGenerator<ChatLine, void, void>
  /** Resolves when Ollama has taken note: the unload itself waits for requests that run. */
  unload(name: string, signal?: AbortSignal): Promise<void>
  /** A second name for the same layers. A destination that exists is overwritten without a word. */
  copy(source: string, destination: string, signal?: AbortSignal): Promise<void>
  /** Takes the name away, and the layers that no other one lists. A model in memory stays there. */
  delete(name: string, signal?: AbortSignal): Promise<void>
  /**
   * Yields lines as they come and ends after `success`; a stream that ends without it throws `stream_truncated`. How
   * long Ollama may be silent between lines is the reader's to decide: it verifies large models without a word.
   */
  pull(name: string, signal?: AbortSignal): AsyncGenerator<PullLine, void, void>
}
