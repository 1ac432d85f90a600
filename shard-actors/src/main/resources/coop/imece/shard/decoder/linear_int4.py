# Weights in 4 bits with a scale and an offset for each 32 of a row; activations in bf16.
# Outputs stand padded with zeros to a multiple of 16; only a head's can be visible, whose reader skips them.
# The norm's weights, and the root of its width, are multiplied into the matrix: a norm is a factor per row.
class Linear:
  matrix : Tensor
  scales : Tensor
  bias : Optional[Tensor]

  # parts: the matrix in the kernel's order (out, in / 2), and scales and offsets (in / 32, out * 2)
  def __init__(self: __torch__.linear.Linear, parts: List[Tensor], bias: List[Tensor], norm: List[Tensor]) -> NoneType:
    self.matrix = parts[0]
    self.scales = torch.view(parts[1], [torch.size(parts[1], 0), -1, 2])
    if torch.len(bias) > 0:
      self.bias = torch.to(torch.cat(bias, 0), 15)
    else:
      self.bias = None
    return None

  def pack(self: __torch__.linear.Linear) -> NoneType:
    return None

  # (rows, in) -> (rows, out)
  def of(self: __torch__.linear.Linear, x: Tensor) -> Tensor:
    y = torch._weight_int4pack_mm_for_cpu(torch.contiguous(x), self.matrix, 32, self.scales)   # (rows, out)
    bias = self.bias
    if torch.__isnot__(bias, None):
      y = torch.add(y, unchecked_cast(Tensor, bias))
    return y

  # (rows, in) -> (rows, out), after the RMS norm
  def of_norm(self: __torch__.linear.Linear, x: Tensor, epsilon: float) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)                    # (rows, 1)
    factor = torch.rsqrt_(torch.add_(torch.mul_(length, length), epsilon * torch.size(x, 1)))   # (rows, 1)
    return (self).of(torch.to(torch.mul(x, factor), 15))

  # residual (rows, out) + (rows, in) -> (rows, out)
  def add_to(self: __torch__.linear.Linear, residual: Tensor, x: Tensor) -> Tensor:
    return torch.add(residual, (self).of(x))
