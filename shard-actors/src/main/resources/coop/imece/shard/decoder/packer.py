# Brings matrices into the form in which a precision stores them. It runs once per model and slice.
class Packer(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # A weight file, memory-mapped as one long row of elements. Nothing is read yet.
  def map(self: __torch__.Packer, path: str, elements: int, dtype: int) -> Tensor:
    return torch.from_file(path, False, elements, dtype=dtype, layout=None, device=None, pin_memory=None)

  # A tensor inside a mapped file; rows of `columns` elements, or one row when `rows` is 0.
  def view(self: __torch__.Packer, file: Tensor, start: int, rows: int, columns: int) -> Tensor:
    if rows == 0:
      tensor = torch.as_strided(file, [columns], [1], start)
    else:
      tensor = torch.as_strided(file, [rows, columns], [columns, 1], start)
    return tensor

  # Parts below each other in fp32, the norm's weights multiplied into the columns: (out, in).
  def whole(self: __torch__.Packer, parts: List[Tensor], norm: List[Tensor]) -> Tensor:
    matrix = torch.to(torch.cat(parts, 0), 6)
    if torch.len(norm) > 0:
      matrix = torch.mul(matrix, torch.to(norm[0], 6))
    return matrix

  # int8 (out, in) and scales (out): w = q * scale, q in [-127, 127]
  def int8(self: __torch__.Packer, parts: List[Tensor], norm: List[Tensor]) -> List[Tensor]:
    matrix = (self).whole(parts, norm)
    scales = torch.clamp_min(torch.div(torch.linalg_vector_norm(matrix, inf, [-1]), 127), 1.0e-30)   # (out)
    q = torch.round(torch.div_(matrix, torch.unsqueeze(scales, -1)))
    return [torch.to(q, 1), scales]
