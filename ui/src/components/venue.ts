// What every sheet's first line shows of the venue besides its name. Given once by the window, taken by the sheet.
import { createContext } from "svelte";

/** The logo's `data:` address, while there is one. */
export const [logoOfVenue, giveLogo] = createContext<() => string | null>();

/** The `data:` address of a picture of the venue's own pages. */
export const [pictureOfVenue, givePictures] = createContext<(picture: number) => string | undefined>();
