/** A text that is the same for the same image. */
export const imageName = ({ digest, platform }: { digest: string; platform: string }): string =>
  `${digest} ${platform}`;
