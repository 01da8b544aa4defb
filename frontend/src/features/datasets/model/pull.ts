export interface Pull {
  /** `https://labels.example.org` */
  origin: string;
  slug: string;
  number: number;
  /** Set where the short name alone could mean another organisation's project. */
  organisation?: string;
  /** The schema version that it is read under, if not its own. */
  asSchema?: number;
}

/** `cells@2`, or `acme/cells@2`. */
export function pullName({ slug, number, organisation }: Pull): string {
  return `${organisation ? `${organisation}/` : ''}${slug}@${number}`;
}

export function shellCommands(pull: Pull): string {
  return [
    `export LABELWRIGHT_URL=${pull.origin}`,
    'export LABELWRIGHT_TOKEN=lw_…',
    `labelwright pull ${pullName(pull)}${pull.asSchema ? ` --as-schema ${pull.asSchema}` : ''}`,
  ].join('\n');
}

export function pythonCode(pull: Pull): string {
  return [
    'import os',
    'from labelwright_client import Client',
    '',
    `with Client("${pull.origin}", os.environ["LABELWRIGHT_TOKEN"]) as client:`,
    `    version = client.pull("${pullName(pull)}", to="data/${pull.slug}-${pull.number}")`,
    '',
    'version.identity',
    'frame = version.to_pandas()  # one row an annotation',
  ].join('\n');
}

export function curlCommand(pull: Pull, version: string): string {
  return [
    'curl -H "Authorization: Bearer $LABELWRIGHT_TOKEN" \\',
    `  -o manifest.json ${pull.origin}/api/v1/dataset-versions/${version}/manifest`,
  ].join('\n');
}
