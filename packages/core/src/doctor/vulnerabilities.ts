/** A published vulnerability of Ollama. Exactly one of `fixedIn` and `lastAffected` is known. */
export interface Vulnerability {
  readonly id: string
  readonly severity: 'critical' | 'high' | 'moderate'
  /** What somebody can do with it, as the end of a sentence. */
  readonly allows: string
  /** The first version without it. */
  readonly fixedIn?: string
  /** The last version that was reported to have it: no report names one that does not. */
  readonly lastAffected?: string
  readonly source: string
}

/** Until when reports are in the table: a newer one is not known here, since nothing is asked of the internet. */
export const vulnerabilitiesAsOf = '2026-08-21'

/**
 * Those of the Go vulnerability database (golang/vulndb) and the GitHub advisories it names, as of that day. Left out is
 * CVE-2025-63389, that the API asks for no key: that is how Ollama is made, and the check of the network tells it.
 */
export const vulnerabilities: readonly Vulnerability[] = [
  {
    id: 'CVE-2026-7482',
    severity: 'critical',
    allows: 'a crafted model file reads the memory of the server: prompts, variables, keys',
    fixedIn: '0.17.1',
    source: 'https://github.com/advisories/GHSA-x8qc-fggm-mpqg',
  },
  {
    id: 'CVE-2024-37032',
    severity: 'critical',
    allows: 'a model from a foreign registry writes any file, and so runs code',
    fixedIn: '0.1.34',
    source: 'https://github.com/advisories/GHSA-8hqg-whrw-pv92',
  },
  {
    id: 'CVE-2025-44779',
    severity: 'high',
    allows: 'a crafted pull deletes any file',
    fixedIn: '0.1.34',
    source: 'https://github.com/advisories/GHSA-93jv-pvg8-hf3v',
  },
  {
    id: 'CVE-2024-28224',
    severity: 'high',
    allows: 'a website uses the whole API by DNS rebinding',
    fixedIn: '0.1.29',
    source: 'https://github.com/advisories/GHSA-5jx5-hqx5-2vrj',
  },
  {
    id: 'CVE-2024-45436',
    severity: 'high',
    allows: 'a crafted archive writes files outside of its folder',
    fixedIn: '0.1.47',
    source: 'https://github.com/advisories/GHSA-846m-99qv-67mg',
  },
  {
    id: 'CVE-2024-39720',
    severity: 'high',
    allows: 'a crafted model file ends the server',
    fixedIn: '0.1.46',
    source: 'https://github.com/advisories/GHSA-95j2-w8x7-hm88',
  },
  {
    id: 'CVE-2024-12886',
    severity: 'high',
    allows: 'a foreign registry ends the server with a compressed answer',
    fixedIn: '0.4.0',
    source: 'https://github.com/advisories/GHSA-v464-r2r9-www7',
  },
  {
    id: 'CVE-2025-51471',
    severity: 'moderate',
    allows: 'a foreign registry is sent the token of another one',
    fixedIn: '0.14.3',
    source: 'https://github.com/ollama/ollama/pull/13738',
  },
  {
    id: 'CVE-2026-7020',
    severity: 'moderate',
    allows: 'a crafted digest reaches files outside of the models folder',
    lastAffected: '0.20.2',
    source: 'https://github.com/advisories/GHSA-x99g-8v8j-25j2',
  },
  {
    id: 'CVE-2025-1975',
    severity: 'high',
    allows: 'a crafted manifest ends the server during a pull',
    lastAffected: '0.5.11',
    source: 'https://github.com/advisories/GHSA-wrh5-cmwx-q2qr',
  },
  {
    id: 'CVE-2025-0312',
    severity: 'high',
    allows: 'a crafted model file ends the server',
    lastAffected: '0.3.14',
    source: 'https://github.com/advisories/GHSA-p2wh-w96x-w232',
  },
  {
    id: 'CVE-2025-0315',
    severity: 'high',
    allows: 'a crafted model file takes all memory',
    lastAffected: '0.3.14',
    source: 'https://github.com/advisories/GHSA-fccc-8m69-8r78',
  },
  {
    id: 'CVE-2025-0317',
    severity: 'high',
    allows: 'a crafted model file ends the server',
    lastAffected: '0.3.14',
    source: 'https://github.com/advisories/GHSA-9gcr-28rp-cc24',
  },
  {
    id: 'CVE-2024-12055',
    severity: 'high',
    allows: 'a crafted model file ends the server',
    lastAffected: '0.3.14',
    source: 'https://github.com/advisories/GHSA-89qx-m49c-8crf',
  },
  {
    id: 'CVE-2024-8063',
    severity: 'high',
    allows: 'a crafted model file ends the server',
    lastAffected: '0.3.3',
    source: 'https://github.com/advisories/GHSA-2xf2-gjm6-g2c6',
  },
]
