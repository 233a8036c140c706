/** A number without leading zeros, which some read as octal. */
const isNumber = (text: string, most: number): boolean => /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most

const isIpv4 = (text: string): boolean => {
  const parts = text.split('.')
  return parts.length === 4 && parts.every((part) => isNumber(part, 255))
}

/** The browser reads it as the host of an address, which no zone may follow. */
const isIpv6 = (text: string): boolean => text.includes(':') && URL.canParse(`http://[${text}]/`)

/** Whether it is an IP address, or a network in CIDR notation such as `192.168.1.0/24`. */
export function isNetwork(text: string): boolean {
  const [address = '', length, ...more] = text.split('/')
  const most = isIpv4(address) ? 32 : isIpv6(address) ? 128 : null
  return most !== null && more.length === 0 && (length === undefined || isNumber(length, most))
}
