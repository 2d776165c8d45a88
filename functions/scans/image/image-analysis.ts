/** Where the analyses of an image lie from which it can be matched again without its layers; see AnalysisStore. */
export interface ImageAnalysis {
  /** version of the scanner that made them and reads them */
  scanner: string;
  /** the scanner's id of the image */
  artifact: string;
  /** for each layer, bottom to top, its digest and the scanner's id of its analysis */
  blobs: { layer: string; key: string }[];
}
