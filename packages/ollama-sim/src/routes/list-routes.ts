import { goTime } from '../counters.ts'
import { FOREVER_MS } from '../engine/keep-alive.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Machine } from '../machine.ts'
import { detailsWithLengths, detailsWithoutParent } from '../store/model-details.ts'
import { sendJson } from '../text/reply.ts'

/** GET /api/tags: what is installed. */
export function tags(machine: Machine, exchange: Exchange): void {
  const { tagsTellCapabilities } = machine.habits
  const models = machine.store.list().map((model) => ({
    name: model.name,
    model: model.name,
    modified_at: model.modified_at,
    size: model.size,
    digest: model.digest,
    details: tagsTellCapabilities ? detailsWithLengths(model) : detailsWithoutParent(model),
    ...(tagsTellCapabilities ? { capabilities: model.capabilities } : {}),
  }))
  sendJson(exchange, 200, { models })
}

/** GET /api/ps: what is in memory. A model that is being loaded does not show. */
export function ps(machine: Machine, exchange: Exchange): void {
  const models = machine.scheduler.list().map((runner) => ({
    name: runner.model.name,
    model: runner.model.name,
    size: runner.size,
    digest: runner.model.digest,
    details: detailsWithoutParent(runner.model),
    expires_at: goTime(Math.min(runner.expiresAt, Date.now() + FOREVER_MS)),
    size_vram: runner.sizeVram,
    context_length: runner.options.num_ctx,
  }))
  sendJson(exchange, 200, { models })
}
