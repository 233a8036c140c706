import { X } from 'lucide-react'
import { formatBytes } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { bytesOf, dataUrlOf } from './images.ts'

export interface ImageStripProps {
  readonly images: readonly string[]
  readonly onRemove: (index: number) => void
}

/** What will be sent with the question. */
export const ImageStrip = ({ images, onRemove }: ImageStripProps) => (
  <ul aria-label="Images to send" className="flex flex-wrap gap-2 phone:pt-2.5">
    {images.map((image, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: one may be there twice
      <li key={`${index} ${image.length}`} className="relative">
        <img
          src={dataUrlOf(image)}
          alt={`Attachment ${index + 1} of ${images.length}, ${formatBytes(bytesOf(image))}`}
          title={formatBytes(bytesOf(image))}
          className="size-16 rounded-control border border-line object-cover"
        />
        <span className="absolute -top-1.5 -right-1.5 grid rounded-control bg-raised shadow-raise">
          <IconButton icon={X} size="small" label={`Remove image ${index + 1}`} onClick={() => onRemove(index)} />
        </span>
      </li>
    ))}
  </ul>
)
