# Weights in 8 bits with a scale per output; activations in bf16. For machines whose W8A8 kernels are missing or inexact.
# The norm's weights, and the root of its width, are multiplied into the matrix: a norm is a factor per row.
class Linear:
  matrix : Tensor
  scales : Tensor
  bias : Optional[Tensor]

  # parts: the matrix (out, in) in int8, and its scales (out)
  def __init__(self: __torch__.linear.Linear, parts: List[Tensor], bias: List[Tensor], norm: List[Tensor]) -> NoneType:
    self.matrix = parts[0]
    self.scales = torch.to(parts[1], 15)
    if torch.len(bias) > 0:
      self.bias = torch.cat(bias, 0)
    else:
      self.bias = None
    return None

  def pack(self: __torch__.linear.Linear) -> NoneType:
    return None

  # (rows, in) -> (rows, out), both fp32
  def of(self: __torch__.linear.Linear, x: Tensor) -> Tensor:
    half = torch.contiguous(torch.to(x, 15))
    y = torch.to(torch._weight_int8pack_mm(half, self.matrix, self.scales), 6)      # (rows, out)
    bias = self.bias
    if torch.__isnot__(bias, None):
      y = torch.add(y, unchecked_cast(Tensor, bias))
    return y

  # (rows, in) -> (rows, out), after the RMS norm
  def of_norm(self: __torch__.linear.Linear, x: Tensor, epsilon: float) -> Tensor:
    length = torch.linalg_vector_norm(x, 2, [-1], True)                             # (rows, 1)
    factor = torch.rsqrt_(torch.add_(torch.mul_(length, length), epsilon * torch.size(x, 1)))
    return (self).of(torch.mul(x, factor))

  # residual (rows, out) + (rows, in) -> (rows, out)
  def add_to(self: __torch__.linear.Linear, residual: Tensor, x: Tensor) -> Tensor:
    return torch.add(residual, (self).of(x))
