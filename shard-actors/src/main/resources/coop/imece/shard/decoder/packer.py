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

  # Parts below each other in fp32, the norm's weights and the root of its width multiplied in: (out, in).
  def whole(self: __torch__.Packer, parts: List[Tensor], norm: List[Tensor]) -> Tensor:
    matrix = torch.to(torch.cat(parts, 0), 6)
    if torch.len(norm) > 0:
      matrix = torch.mul(matrix, torch.mul(torch.to(norm[0], 6), torch.pow(float(torch.size(matrix, 1)), 0.5)))
    return matrix

  # int8 (out, in) and scales (out): w = q * scale, q in [-127, 127]
  def int8(self: __torch__.Packer, parts: List[Tensor], norm: List[Tensor]) -> List[Tensor]:
    matrix = (self).whole(parts, norm)
    largest = torch.maximum(torch.amax(matrix, [-1]), torch.neg(torch.amin(matrix, [-1])))   # (out)
    scales = torch.clamp_min(torch.div(largest, 127), 1.0e-30)                      # (out)
    q = torch.round(torch.div_(matrix, torch.unsqueeze(scales, -1)))
    return [torch.to(q, 1), scales]

  # Two weights in a byte, in the order of this machine's kernel (out, in / 2), then bf16 pairs of scale and offset
  # (in / 32, out, 2): w = (q - 8) * scale + offset, q in [0, 15]
  def int4(self: __torch__.Packer, parts: List[Tensor], norm: List[Tensor]) -> List[Tensor]:
    matrix = (self).whole(parts, norm)
    missing = torch.remainder(-torch.size(matrix, 0), 16)
    matrix = torch.constant_pad_nd(matrix, [0, 0, 0, missing], 0)
    outputs = torch.size(matrix, 0)
    groups = torch.view(matrix, [outputs, -1, 32])                                  # (out, in / 32, 32)
    low = torch.amin(groups, [-1], True)
    scale = torch.clamp_min(torch.div(torch.sub(torch.amax(groups, [-1], True), low), 15), 1.0e-30)
    scale = torch.to(scale, 15)
    offset = torch.to(torch.add(low, torch.mul(scale, 8)), 15)
    q = torch.add_(torch.round(torch.div(torch.sub(groups, offset), scale)), 8)
    whole = torch.to(torch.view(torch.clamp(q, 0, 15), [outputs, -1]), 3)
    pairs = torch.permute(torch.cat([scale, offset], -1), [1, 0, 2])
    return [torch._convert_weight_to_int4pack_for_cpu(whole, 1), torch.contiguous(pairs)]
