/** The first request to try against a deployment; signed, as there are no keys yet, where the routes are not open. */
export const curlLine = (url: string, region: string, anonymousScan: boolean): string => {
  const signed = `--aws-sigv4 "aws:amz:${region}:execute-api" --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY" -H "x-amz-security-token: $AWS_SESSION_TOKEN" `;
  return `curl -sSX POST ${anonymousScan ? '' : signed}--data-binary @pod.yaml ${url}${anonymousScan ? '' : 'iam/'}scan`;
};
