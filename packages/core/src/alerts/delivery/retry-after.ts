/**
 * Seconds that a receiver asks for: in the header, as a number or a date (RFC 9110, 10.2.3), or in the body, as Discord
 * (`retry_after`) and Telegram (`parameters.retry_after`) have it. Null where it says nothing that makes sense.
 */
export function retryAfterSeconds(header: string | null, body: string, now: number): number | null {
  return ofHeader(header, now) ?? ofBody(body)
}

function ofHeader(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d{1,9}(?:\.\d+)?$/.test(header)) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000)
}

function ofBody(body: string): number | null {
  try {
    const { retry_after, parameters } = Object(JSON.parse(body))
    const value: unknown = retry_after ?? Object(parameters).retry_after
    return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : null
  } catch {
    return null
  }
}
