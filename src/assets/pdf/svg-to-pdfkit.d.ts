/** The part of svg-to-pdfkit that this room uses. */
declare module "svg-to-pdfkit" {
  interface Options {
    width: number;
    height: number;
    assumePt: boolean;
    warningCallback: (message: string) => void;
  }
  function toPdfPage(document: PDFKit.PDFDocument, svg: string, x: number, y: number, options: Options): void;
  export = toPdfPage;
}
