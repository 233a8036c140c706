const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)'
const ipv4 = new RegExp(`^${octet}(?:\\.${octet}){3}$`)

/** The browser reads it as the host of an address, which no zone may follow. */
const isIpv6 = (text: string): boolean => text.includes(':') && URL.canParse(`http://[${text}]/`)

/** Whether it is an IP address, or a network in CIDR notation such as `192.168.1.0/24`. */
export function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.split('/')
  if (more.length > 0) return false
  const most = ipv4.test(address) ? 32 : isIpv6(address) ? 128 : null
  if (most === null) return false
  return length === undefined || (/^(?:0|[1-9]\d{0,2})$/.test(length) && Number(length) <= most)
}
