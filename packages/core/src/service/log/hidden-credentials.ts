/** Passwords in addresses, keys in headers, and variables that are named like secrets, as in Ollama's "server config". */
const credentials: readonly (readonly [RegExp, string])[] = [
  [/:\/\/[^\s/@]+@/g, '://…@'],
  [/\b(bearer|basic) +[\w~+/.=-]+/gi, '$1 …'],
  [/\b([A-Z0-9_]*(?:KEY|TOKEN|SECRET|PASSWORD)[:=])(?!\s|\]|$)[^\s\]"]+/g, '$1…'],
  [/\b((?:[?&])(?:key|token|api_key|access_token)=)[^\s&"]+/gi, '$1…'],
]

/** What other programs log of their secrets: those of the dashboard are known, and hidden wherever they stand. */
export const withoutCredentials = (text: string): string =>
  credentials.reduce((rest, [form, instead]) => rest.replace(form, instead), text)
