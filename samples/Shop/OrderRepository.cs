using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Shop;

public interface IOrderRepository
{
    Task<Order> FindAsync(int number, CancellationToken cancellationToken);

    Task SaveAsync(Order order, CancellationToken cancellationToken);
}

/// <summary>Keeps orders in memory.</summary>
public sealed class InMemoryOrderRepository : IOrderRepository
{
    private readonly Dictionary<int, Order> _orders = new Dictionary<int, Order>();
    private readonly object _lock = new object();

    public Task<Order> FindAsync(int number, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _orders.TryGetValue(number, out Order order);
            return Task.FromResult(order);
        }
    }

    public Task SaveAsync(Order order, CancellationToken cancellationToken)
    {
        if (order == null)
        {
            throw new ArgumentNullException(nameof(order));
        }

        lock (_lock)
        {
            _orders[order.Number] = order;
        }

        return Task.CompletedTask;
    }

    public IReadOnlyList<Order> OfCustomer(string customer)
    {
        lock (_lock)
        {
            return _orders.Values.Where(order => order.Customer == customer).ToList();
        }
    }
}
