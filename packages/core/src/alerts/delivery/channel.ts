import type { ChannelKind } from '@ollama-dashboard/contracts'

interface Described {
  /** Stays the same while its address does, or its name. */
  readonly id: string
  /** Where it leads to, fit to be shown to anybody. */
  readonly target: string
  /** What nobody may read anywhere. */
  readonly secrets: readonly string[]
}

/** A receiver that is sent messages over HTTP. */
export interface HttpChannel extends Described {
  readonly kind: Exclude<ChannelKind, 'email'>
  /** Where to post to, without user name and password. */
  readonly url: URL
  /** What lets the dashboard in, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** What belongs into the body: a topic, a chat, a key. */
  readonly fields: Readonly<Record<string, string>>
}

/** A mail server and who it is for. */
export interface EmailChannel extends Described {
  readonly kind: 'email'
  readonly smtp: {
    readonly host: string
    readonly port: number
    /** TLS from the first byte; otherwise STARTTLS where the server has it, and always before a password is sent. */
    readonly secure: boolean
    readonly auth: { readonly user: string; readonly pass: string } | null
  }
  readonly from: string
  readonly to: readonly string[]
}

export type AlertChannel = HttpChannel | EmailChannel

/** Where messages about alerts go, and how. */
export interface AlertDeliveryConfig {
  readonly channels: readonly AlertChannel[]
  /** Signs the bodies of plain webhooks. */
  readonly secret?: string
  /** Address of the dashboard, for links in messages. */
  readonly publicUrl?: URL
  /** Certificates in PEM that are trusted besides those of the system. */
  readonly ca?: string
  /** Proxies that the environment names. */
  readonly proxy?: { readonly http?: string; readonly https?: string; readonly except?: string }
}
